import { readdirSync } from 'node:fs'
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metric } from './prometheus-text'

const store = globalThis as typeof globalThis & { storeroomLoopDelay?: IntervalHistogram }

/** The delay is measured from the first scrape on, and each scrape begins anew. */
function loopDelay(): IntervalHistogram {
  if (!store.storeroomLoopDelay) {
    store.storeroomLoopDelay = monitorEventLoopDelay({ resolution: 20 })
    store.storeroomLoopDelay.enable()
  }
  return store.storeroomLoopDelay
}

/** This process, under the names every Prometheus dashboard for Node.js knows. */
export function processMetrics(): Metric[] {
  const memory = process.memoryUsage()
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const delay = loopDelay()
  const p99 = delay.count > 0 ? delay.percentile(99) / 1e9 : null
  delay.reset()
  const one = (name: string, type: Metric['type'], help: string, value: number | null): Metric => ({
    name,
    type,
    help,
    values: [{ value }],
  })
  return [
    one(
      'process_cpu_seconds_total',
      'counter',
      'CPU time the web process used, user and system.',
      (userCPUTime + systemCPUTime) / 1e6,
    ),
    one('process_resident_memory_bytes', 'gauge', 'Memory of the web process.', memory.rss),
    one(
      'process_start_time_seconds',
      'gauge',
      'When the web process started, in seconds since 1970.',
      Math.round(Date.now() / 1000 - process.uptime()),
    ),
    one('process_open_fds', 'gauge', 'Files and sockets the web process has open.', openFiles()),
    one('nodejs_heap_size_used_bytes', 'gauge', 'JavaScript heap in use.', memory.heapUsed),
    one('nodejs_heap_size_total_bytes', 'gauge', 'JavaScript heap reserved.', memory.heapTotal),
    one(
      'nodejs_eventloop_lag_p99_seconds',
      'gauge',
      'Event loop delay since the last scrape, 99th percentile.',
      p99,
    ),
  ]
}

/** Only Linux lists them. */
function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}

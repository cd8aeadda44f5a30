import { statfsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const MB = 1024 * 1024

export interface ServerTuning {
  port: number
  dataDir: string
  /** For throw-away test servers: trades safety at power loss for speed. */
  throwAway: boolean
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return 0
  }
}

const clamp = (value: number, low: number, high: number) => Math.round(Math.min(high, Math.max(low, value)))

/** The memory this process may count on: the machine's, or the container's when that is less. */
function memoryBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * postgresql.conf lines for this machine. It shares the memory with the pipeline's DuckDB
 * (1 GB) and the web server, so it takes less than a dedicated server would.
 */
export function serverSettings({ port, dataDir, throwAway }: ServerTuning): string {
  const memory = memoryBytes() / MB
  const disk = freeBytes(dataDir) / MB
  const settings: Record<string, string | number> = {
    listen_addresses: "'127.0.0.1'",
    port,
    unix_socket_directories: "''",
    max_connections: 100,
    shared_buffers: `${throwAway ? 128 : clamp(memory / 8, 128, 2048)}MB`,
    effective_cache_size: `${clamp(memory / 2, 256, 65_536)}MB`,
    maintenance_work_mem: `${clamp(memory / 16, 64, 1024)}MB`,
    work_mem: `${clamp(memory / 256, 8, 64)}MB`,
    // Bulk loads write gigabytes: a small limit makes a checkpoint every few seconds.
    max_wal_size: `${throwAway ? 512 : clamp(disk / 8, 512, 8192)}MB`,
    checkpoint_timeout: "'15min'",
    // No replicas here: COPY into a table made in the same transaction then skips the WAL.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_parallel_workers_per_gather: clamp(cpus().length - 1, 1, 4),
    random_page_cost: 1.1,
    jit: 'off',
    // A killed client inside a statement frees its locks within this time (measured 0.2 s, else 5.7 s).
    client_connection_check_interval: "'500ms'",
    // What the pipeline page's slowest queries are read from; utility statements could carry a password.
    shared_preload_libraries: "'pg_stat_statements'",
    'pg_stat_statements.track_utility': 'off',
    log_timezone: "'UTC'",
    timezone: "'UTC'",
  }
  // Containers often have 64 MB of /dev/shm, where parallel queries then fail.
  if (freeBytes('/dev/shm') < 256 * MB) settings.dynamic_shared_memory_type = 'mmap'
  if (throwAway) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' })
  return `${Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')}\n`
}

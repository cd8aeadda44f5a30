import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel'
import { Redis } from 'ioredis'
import { log } from '@/lib/core/log'

/** How the cache's Redis is doing: `off` when none is configured. */
export type RedisState = 'off' | 'up' | 'away'

export interface GuardedRedis {
  state(): RedisState
  /**
   * Runs a command, or answers undefined at once when Redis is away. Never throws: a failure
   * is counted by the breaker and reported to `onError`.
   */
  run<T>(command: (client: Redis) => Promise<T>): Promise<T | undefined>
  close(): Promise<void>
}

export interface GuardedRedisOptions {
  /** How long a command may take before Redis counts as hung. */
  commandTimeoutMs?: number
  /** How long the breaker stays open between two probes. */
  probeEveryMs?: number
  onError?: (error: unknown) => void
  /** Told when Redis is first there, when it goes and when it comes back; never for a single request. */
  onChange?: (state: 'up' | 'away', error?: unknown) => void
}

/**
 * A Redis that may be dead, hung or restarting without the caller noticing more than a miss.
 * Commands fail at once while there is no connection (no offline queue), and after three
 * failures in a row the breaker keeps requests away altogether. Probing is done by a timer,
 * so no request ever waits to find out whether Redis is back.
 */
export function guardedRedis(url: string, options: GuardedRedisOptions = {}): GuardedRedis {
  const { commandTimeoutMs = 250, probeEveryMs = 1000, onError, onChange } = options
  const client = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
    connectionName: 'storeroom-cache',
  })
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: probeEveryMs,
    breaker: new ConsecutiveBreaker(3),
  })
  reportChanges(client, breaker, onChange)

  const connected = firstConnection(client)
  let closed = false
  const probe = setInterval(() => {
    if (!closed && breaker.state !== CircuitState.Closed) {
      breaker.execute(() => client.ping()).catch(() => undefined)
    }
  }, probeEveryMs)
  probe.unref()

  return {
    state: () => (breaker.state === CircuitState.Closed && client.status === 'ready' ? 'up' : 'away'),
    async run(command) {
      await connected
      if (closed || breaker.state !== CircuitState.Closed || client.status !== 'ready') return undefined
      try {
        return await breaker.execute(() => command(client))
      } catch (error) {
        onError?.(error)
        return undefined
      }
    },
    async close() {
      closed = true
      clearInterval(probe)
      client.disconnect()
    },
  }
}

/** Settles with the first connection attempt, so that the first page is not a sure miss. */
function firstConnection(client: Redis): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(limit)
      resolve()
    }
    const limit = setTimeout(done, 500)
    client.once('ready', done)
    client.once('close', done)
  })
}

/** Says once when Redis goes and once when it comes back; ioredis repeats itself on every retry. */
function reportChanges(
  client: Redis,
  breaker: CircuitBreakerPolicy,
  onChange: GuardedRedisOptions['onChange'],
) {
  let away = false
  client.once('ready', () => onChange?.('up'))
  const gone = (error: unknown) => {
    if (away) return
    away = true
    onChange?.('away', error)
    log.warn({ err: error }, 'Redis is away: caching in this process until it is back')
  }
  const back = () => {
    if (!away) return
    away = false
    onChange?.('up')
    log.info('Redis is back: caching there again')
  }
  client.on('error', gone)
  client.on('ready', back)
  breaker.onBreak((reason) => gone('error' in reason ? reason.error : undefined))
  breaker.onReset(back)
}

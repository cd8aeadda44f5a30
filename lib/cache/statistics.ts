import type { GuardedRedis, RedisState } from './redis'

/** What happened to one look-up: `shared` waited for another request's load of the same key. */
export type Outcome = 'hit' | 'miss' | 'shared' | 'error'

export interface CacheCounts {
  hits: number
  misses: number
  /** Look-ups that joined a load already under way. */
  shared: number
  /** Look-ups that Redis failed; they were loaded and answered all the same. */
  errors: number
}

export interface CacheStats extends CacheCounts {
  redis: RedisState
  /** hits / (hits + misses + shared) of the last 24 hours; null before the first look-up. */
  hitRate: number | null
  /** The same for the 24 hours before. */
  previousHitRate: number | null
  /** 95th percentile of the time a hit took, in milliseconds (upper bound of its bucket). */
  hitP95Ms: number | null
  /** The last 24 hours, oldest first, hours without a look-up included. */
  hours: ({ hour: string } & CacheCounts)[]
  /** What this process counted since it started. */
  sinceStart: CacheCounts
}

const COUNTED = { hit: 'hits', miss: 'misses', shared: 'shared', error: 'errors' } as const
const BUCKETS_MS = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const
const KEEP_HOURS = 50
const HOUR_MS = 3_600_000

type Fields = Map<string, number>

/**
 * Counts in the process and adds the counts to hourly hashes in Redis once a second at most, so
 * a look-up costs no extra command; while Redis is away they stay here and go out when it is back.
 */
export class CacheStatistics {
  /** Not yet in Redis. */
  private pending = new Map<string, Fields>()
  /** All this process counted, the answer when Redis is away or off. */
  private own = new Map<string, Fields>()
  private readonly sinceStart: CacheCounts = { hits: 0, misses: 0, shared: 0, errors: 0 }
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly redis: GuardedRedis | null,
    private readonly prefix: string,
    private readonly clock: () => Date,
  ) {}

  count(outcome: Outcome, tookMs?: number): void {
    const hour = hourOf(this.clock())
    this.sinceStart[COUNTED[outcome]] += 1
    this.add(hour, outcome, 1)
    if (outcome === 'hit' && tookMs !== undefined) {
      this.add(hour, `le${BUCKETS_MS.find((limit) => tookMs <= limit) ?? 'inf'}`, 1)
    }
    if (this.redis && !this.timer) {
      this.timer = setTimeout(() => void this.flush(), 1000)
      this.timer.unref()
    }
  }

  /** Adds what is pending to Redis; what does not arrive is kept for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    if (!this.redis || this.pending.size === 0) return
    const sending = this.pending
    this.pending = new Map()
    const done = await this.redis.run(async (client) => {
      const batch = client.multi()
      for (const [hour, fields] of sending) {
        for (const [field, by] of fields) batch.hincrby(this.prefix + hour, field, by)
        batch.expire(this.prefix + hour, KEEP_HOURS * 3600)
      }
      return await batch.exec()
    })
    if (done) return
    for (const [hour, fields] of sending) {
      for (const [field, by] of fields) addTo(this.pending, hour, field, by)
    }
  }

  async read(): Promise<CacheStats> {
    await this.flush()
    const hours = lastHours(this.clock(), 48)
    const stored = await this.redis?.run(async (client) => {
      const batch = client.pipeline()
      for (const hour of hours) batch.hgetall(this.prefix + hour)
      return await batch.exec()
    })
    const perHour = hours.map((hour, i) => {
      const reply = stored?.[i]?.[1]
      return reply && typeof reply === 'object' ? fieldsOf(reply) : (this.own.get(hour) ?? new Map())
    })
    return {
      ...summarise(this.redis?.state() ?? 'off', hours, perHour),
      sinceStart: { ...this.sinceStart },
    }
  }

  private add(hour: string, field: string, by: number) {
    addTo(this.own, hour, field, by)
    if (this.redis) addTo(this.pending, hour, field, by)
    if (this.own.size > KEEP_HOURS) this.own.delete([...this.own.keys()].sort()[0] ?? '')
    if (this.pending.size > KEEP_HOURS) this.pending.delete([...this.pending.keys()].sort()[0] ?? '')
  }
}

function summarise(redis: RedisState, hours: string[], perHour: Fields[]): Omit<CacheStats, 'sinceStart'> {
  const counts = perHour.map(countsOf)
  const today = total(counts.slice(24))
  return {
    redis,
    ...today,
    hitRate: hitRate(today),
    previousHitRate: hitRate(total(counts.slice(0, 24))),
    hitP95Ms: percentile95(perHour.slice(24)),
    hours: hours.slice(24).map((hour, i) => ({ hour, ...(counts[24 + i] ?? countsOf(new Map())) })),
  }
}

function countsOf(fields: Fields): CacheCounts {
  return {
    hits: fields.get('hit') ?? 0,
    misses: fields.get('miss') ?? 0,
    shared: fields.get('shared') ?? 0,
    errors: fields.get('error') ?? 0,
  }
}

function total(counts: CacheCounts[]): CacheCounts {
  const sum = (field: keyof CacheCounts) => counts.reduce((all, one) => all + one[field], 0)
  return { hits: sum('hits'), misses: sum('misses'), shared: sum('shared'), errors: sum('errors') }
}

function hitRate({ hits, misses, shared }: CacheCounts): number | null {
  const lookUps = hits + misses + shared
  return lookUps === 0 ? null : hits / lookUps
}

function percentile95(perHour: Fields[]): number | null {
  const buckets = [...BUCKETS_MS, Number.POSITIVE_INFINITY].map((limit) => {
    const field = limit === Number.POSITIVE_INFINITY ? 'leinf' : `le${limit}`
    return { limit, count: perHour.reduce((all, fields) => all + (fields.get(field) ?? 0), 0) }
  })
  const needed = 0.95 * buckets.reduce((all, bucket) => all + bucket.count, 0)
  if (needed === 0) return null
  let seen = 0
  for (const bucket of buckets) {
    seen += bucket.count
    if (seen >= needed) return bucket.limit
  }
  return null
}

function addTo(all: Map<string, Fields>, hour: string, field: string, by: number) {
  const fields = all.get(hour) ?? new Map<string, number>()
  fields.set(field, (fields.get(field) ?? 0) + by)
  all.set(hour, fields)
}

function fieldsOf(reply: object): Fields {
  return new Map(Object.entries(reply).map(([field, value]) => [field, Number(value)]))
}

function hourOf(at: Date): string {
  return `${at.toISOString().slice(0, 13)}Z`
}

function lastHours(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) => hourOf(new Date(now.getTime() - (count - 1 - i) * HOUR_MS)))
}

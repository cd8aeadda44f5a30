import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const

const breakerSchema = z.object({
  /** `redis`, `smtp`, `webhook:ID` */
  name: z.string(),
  /** open: not asked for a while. half_open: one call tries whether it is back. */
  state: z.enum(BREAKER_STATES),
  /** Failures in a row. */
  failures: z.number().int(),
  openedAt: z.date().nullable(),
  lastError: z.string().nullable(),
  updatedAt: z.date(),
})
export type BreakerView = z.infer<typeof breakerSchema>

const COLUMNS = `name, state, failures, opened_at as "openedAt", last_error as "lastError", updated_at as "updatedAt"`

/** All breakers, those that are not closed first. */
export function readBreakers(db?: Queryable): Promise<BreakerView[]> {
  return query(
    breakerSchema,
    `select ${COLUMNS} from pipeline.circuit_breakers order by state = 'closed', name`,
    [],
    db,
  )
}

export async function readBreaker(name: string, db?: Queryable): Promise<BreakerView | undefined> {
  const [found] = await query(
    breakerSchema,
    `select ${COLUMNS} from pipeline.circuit_breakers where name = $1`,
    [name],
    db,
  )
  return found
}

/** Stores a breaker's state; the moment it opened is kept while it stays open. */
export async function writeBreaker(
  breaker: Pick<BreakerView, 'name' | 'state' | 'failures' | 'lastError'>,
  db?: Queryable,
): Promise<void> {
  await query(
    z.object({ name: z.string() }),
    `insert into pipeline.circuit_breakers as b (name, state, failures, last_error, opened_at, updated_at)
     values ($1, $2, $3, $4, case when $2 <> 'closed' then clock_timestamp() end, clock_timestamp())
     on conflict (name) do update set state = $2, failures = $3, last_error = coalesce($4, b.last_error),
       opened_at = case when $2 = 'closed' then null when $2 = 'open' then clock_timestamp() else b.opened_at end,
       updated_at = clock_timestamp()
     returning name`,
    [breaker.name, breaker.state, breaker.failures, breaker.lastError],
    db,
  )
}

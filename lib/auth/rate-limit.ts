import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

export interface RateRule {
  /** Seconds. */
  window: number
  max: number
}

export interface RateDecision {
  allowed: boolean
  /** Seconds until the next attempt is taken, when this one was not. */
  retryAfter: number | null
}

/** Sign-in attempts per address: a person mistypes, a program guesses. */
export const SIGN_IN_PER_ADDRESS: RateRule = { window: 60, max: 10 }
/** And per account, since an address is easily changed. */
export const SIGN_IN_PER_ACCOUNT: RateRule = { window: 15 * 60, max: 15 }

const LONGEST_WINDOW_MS = SIGN_IN_PER_ACCOUNT.window * 1000

const counted = z.object({ count: z.number(), last_request: z.coerce.number() })

/**
 * Counts one request against `key` in one atomic statement, in the database, so the limit holds
 * across processes and restarts. The window starts with its first request.
 */
export async function consume(
  key: string,
  rule: RateRule,
  now = Date.now(),
  db: Queryable = pool(),
): Promise<RateDecision> {
  const [row] = await query(
    counted,
    `insert into auth.rate_limits as r (id, key, count, last_request)
     values ($1, $2, 1, $3)
     on conflict (key) do update set
       count = case when r.last_request <= $3::bigint - $4::bigint then 1 else least(r.count + 1, $5::int + 1) end,
       last_request = case when r.last_request <= $3::bigint - $4::bigint then $3 else r.last_request end
     returning count, last_request`,
    [randomUUID(), key, now, rule.window * 1000, rule.max],
    db,
  )
  if (row?.count === 1) await prune(now, db)
  if (!row || row.count <= rule.max) return { allowed: true, retryAfter: null }
  return {
    allowed: false,
    retryAfter: Math.max(1, Math.ceil((row.last_request + rule.window * 1000 - now) / 1000)),
  }
}

/** Forgets the attempts on one account. */
export async function clearAttempts(email: string, db: Queryable = pool()): Promise<void> {
  await db.query('delete from auth.rate_limits where key = $1', [accountKey(email)])
}

export function accountKey(email: string): string {
  return `sign-in:${email.trim().toLowerCase()}`
}

async function prune(now: number, db: Queryable) {
  await db.query('delete from auth.rate_limits where last_request < $1', [now - LONGEST_WINDOW_MS])
}

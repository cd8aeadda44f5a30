import type pg from 'pg'
import { z } from 'zod'
import type { Env } from '@/lib/core/env'
import { ContractError, InternalError } from '@/lib/core/errors'
import type { Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'
import { markPublished } from './run-store'
import { epochPassed, type RunKey } from './task-store'

/** The settings every stored figure depends on. */
function settingsOf(env: Env): Record<string, string> {
  return { reporting_currency: env.reportingCurrency, store_timezone: env.storeTimezone }
}

const VARIABLE: Record<string, string> = {
  reporting_currency: 'REPORTING_CURRENCY',
  store_timezone: 'STORE_TIMEZONE',
}

/**
 * Compares the environment with what the warehouse was built with.
 * @throws ContractError naming the variable when they differ
 */
export async function checkSettings(env: Env, db: Queryable): Promise<void> {
  const stored = await query(
    z.object({ key: z.string(), value: z.string() }),
    'select key, value from pipeline.settings',
    [],
    db,
  )
  const now = settingsOf(env)
  for (const { key, value } of stored) {
    const got = now[key]
    if (got === undefined || got === value) continue
    throw new ContractError(
      'settings_changed',
      `${VARIABLE[key]} is ${got}, but the warehouse was built with ${value}: its figures cannot be mixed.`,
      {
        whatToDo: `Set ${VARIABLE[key]}=${value}; or, to change it, load the archive folder into an empty database.`,
        context: { variable: VARIABLE[key] ?? key, got, built: value },
      },
    )
  }
}

/**
 * Ends the publishing transaction: refuses when a newer epoch has begun, stores the settings of a
 * first publish, ends the run and commits, all in the one commit that makes the load visible.
 * @throws CancelledError for a process that was replaced
 */
export async function commitPublish(tx: pg.Client, run: RunKey, env: Env): Promise<number> {
  const lease = await queryOne(
    z.object({ epoch: z.coerce.bigint() }),
    'select epoch from pipeline.lease where id = 1 for update',
    [],
    tx,
  )
  if (lease?.epoch !== run.epoch) throw epochPassed(run)
  for (const [key, value] of Object.entries(settingsOf(env))) {
    await tx.query(
      'insert into pipeline.settings (key, value) values ($1, $2) on conflict (key) do nothing',
      [key, value],
    )
  }
  const version = await markPublished(run.id, tx)
  if (version === undefined) {
    throw new InternalError(
      'no_version',
      'The publish task ended without a row in pipeline.warehouse_version.',
    )
  }
  await tx.query('commit')
  return version
}

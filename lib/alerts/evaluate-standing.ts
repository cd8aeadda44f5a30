import type pg from 'pg'
import { z } from 'zod'
import { dayIn } from '@/lib/core/dates'
import { env } from '@/lib/core/env'
import { describe } from '@/lib/core/errors'
import { createFormatter } from '@/lib/core/format'
import { log } from '@/lib/core/log'
import { pool, type Queryable, transaction } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { queryMetrics } from '@/lib/metrics/query'
import { listBreakers } from '@/lib/resilience/list-breakers'
import { applyVerdicts, type Judged, releaseHeld } from './apply'
import { judgeCircuitOpen } from './judge/circuit-open'
import { comparedRange, judgeMetric, metricRange } from './judge/metric'
import { judgeNotFresh } from './judge/not-fresh'
import { judgeSchedulePaused, type ScheduleFacts } from './judge/schedule-paused'
import { type Rule, readRules } from './rules/read-rules'
import { NOTHING_TO_SAY, type Verdict } from './verdict'

/** One worker looks at a time; another one finds the same a minute later. */
const STANDING_LOCK = 7_105_031
/** A figure that takes longer is not for a rule that is asked every minute. */
const METRIC_TIMEOUT_SECONDS = 20

const zLoad = z.object({ version: z.number(), publishedAt: z.date() })
type Load = z.infer<typeof zLoad>

/**
 * Judges the rules that the clock can trip: freshness and metrics. A rule that cannot be judged says so
 * on its page (`last_error`) and does not keep the others from it.
 * @returns false when another process was at it
 */
export async function evaluateStanding({
  clock = () => new Date(),
  from = pool(),
}: {
  clock?: () => Date
  from?: pg.Pool
} = {}): Promise<boolean> {
  return transaction(async (db) => {
    const { rows } = await db.query('select pg_try_advisory_xact_lock($1) as got', [STANDING_LOCK])
    if (!z.object({ got: z.boolean() }).parse(rows[0]).got) return false
    const now = clock()
    const { rules, unreadable } = await readRules({}, db)
    for (const { id, name } of unreadable)
      await noteError(id, `The settings of “${name}” are not understood: edit the rule.`, db)
    const load = await queryOne(
      zLoad,
      `select version, published_at as "publishedAt" from pipeline.warehouse_version order by version desc limit 1`,
      [],
      db,
    )
    const judged: Judged[] = []
    for (const rule of rules.filter(({ enabled }) => enabled)) {
      try {
        const verdict = await judge(rule, load ?? null, now, from)
        if (verdict === null) continue
        judged.push({ rule, verdict })
        if (rule.lastError !== null) await noteError(rule.id, null, db)
      } catch (error) {
        log.warn({ err: error, rule: rule.name }, 'an alert rule could not be judged')
        await noteError(rule.id, describe(error), db)
      }
    }
    await applyVerdicts(judged, now, db)
    await releaseHeld(rules, now, db)
    return true
  }, from)
}

async function judge({ config }: Rule, load: Load | null, now: Date, from: pg.Pool): Promise<Verdict | null> {
  const { storeTimezone: timeZone, reportingCurrency: currency } = env()
  if (config.kind === 'not_fresh') return judgeNotFresh(config, { now, timeZone, load })
  if (config.kind === 'circuit_open') return judgeCircuitOpen(config, await listBreakers())
  if (config.kind === 'schedule_paused') return judgeSchedulePaused(config, await readSchedule(from))
  if (config.kind !== 'metric') return null
  const range = metricRange(config.period, dayIn(timeZone, now))
  // Before a load has come that can hold the last day of it, the period is not over.
  if (!load || dayIn(timeZone, load.publishedAt) <= range.to) return NOTHING_TO_SAY
  const compared = comparedRange(config, range)
  const read = async (days: { from: string; to: string }) => {
    const { rows } = await queryMetrics(
      { metrics: [config.metric], where: config.where, ...days },
      { db: from, timeoutSeconds: METRIC_TIMEOUT_SECONDS },
    )
    return rows[0]?.[config.metric] ?? null
  }
  return judgeMetric(config, {
    range,
    value: await read(range),
    compared: compared && { range: compared, value: await read(compared) },
    format: createFormatter({ currency, timeZone }),
  })
}

async function readSchedule(db: Queryable): Promise<ScheduleFacts> {
  const row = await queryOne(
    z.object({
      pausedAt: z.date().nullable(),
      pausedBy: z.string().nullable(),
      pauseReason: z.string().nullable(),
    }),
    'select paused_at as "pausedAt", paused_by as "pausedBy", pause_reason as "pauseReason" from pipeline.schedule',
    [],
    db,
  )
  return row ?? { pausedAt: null, pausedBy: null, pauseReason: null }
}

async function noteError(id: number, message: string | null, db: Queryable): Promise<void> {
  await db.query(
    'update pipeline.alert_rules set last_error = $2 where id = $1 and last_error is distinct from $2',
    [id, message],
  )
}

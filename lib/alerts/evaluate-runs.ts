import type pg from 'pg'
import { pool, transaction } from '@/lib/db/pool'
import { applyVerdicts, type Judged } from './apply'
import { judgeCheckFailed } from './judge/check-failed'
import { judgeQuarantineRate } from './judge/quarantine-rate'
import { nextRunFacts, type RunFacts } from './judge/run-facts'
import { judgeRunFailed } from './judge/run-failed'
import { type Rule, readRules } from './rules/read-rules'
import type { Verdict } from './verdict'

/** Serialises the evaluation of runs, so that they are judged in the order they ended. */
export const EVALUATE_LOCK = 7_105_030

/**
 * Works out the alerts of every run that ended since, each once, in the order they ended. Any number
 * of workers may call it. @returns how many runs were judged
 */
export async function evaluateEndedRuns({
  clock = () => new Date(),
  from = pool(),
}: {
  clock?: () => Date
  from?: pg.Pool
} = {}): Promise<number> {
  for (let runs = 0; ; runs++) {
    const more = await transaction(async (db) => {
      await db.query('select pg_advisory_xact_lock($1)', [EVALUATE_LOCK])
      const facts = await nextRunFacts(db)
      if (!facts) return false
      const { rules } = await readRules({}, db)
      const judged = rules
        .filter(({ enabled }) => enabled)
        .map((rule) => ({ rule, verdict: judge(rule, facts) }))
        .filter((found): found is Judged => found.verdict !== null)
      await applyVerdicts(judged, clock(), db)
      await db.query(
        `insert into pipeline.alert_evaluations (run_id, ended_at, evaluated_at)
         select id, coalesce(finished_at, requested_at), $2 from pipeline.runs where id = $1
         on conflict (run_id) do update set ended_at = excluded.ended_at, evaluated_at = excluded.evaluated_at`,
        [facts.id, clock()],
      )
      return true
    }, from)
    if (!more) return runs
  }
}

/** What a run says about a rule; null when the rule is not about runs. */
function judge({ config }: Rule, facts: RunFacts): Verdict | null {
  switch (config.kind) {
    case 'run_failed':
      return judgeRunFailed(config, facts)
    case 'check_failed':
      return judgeCheckFailed(config, facts)
    case 'quarantine_rate':
      return judgeQuarantineRate(config, facts)
    default:
      return null
  }
}

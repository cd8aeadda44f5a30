import { z } from 'zod'
import { query } from '@/lib/db/sql'
import type { CheckSearch } from './check-search'
import { CHECK_LEVELS, CHECK_STATUSES, type CheckStatus, checkInfo, zSample } from './check-words'
import { count } from './states'

const outcome = z.object({
  runId: count,
  status: z.enum(CHECK_STATUSES),
  failingRows: count,
  /** What it compared with in that run. */
  threshold: z.number().nullable(),
  /** Why it passed without a verdict. */
  note: z.string().nullable(),
  seconds: z.number(),
})
export type CheckOutcome = z.infer<typeof outcome>

/** The columns of a catalogue entry, over `pipeline.checks c`. */
export const CHECK_COLUMNS = `c.name, c.kind, c.level, c.severity, c.description, c.what_to_do as "whatToDo",
  case when c.threshold is not null then jsonb_build_object('value', c.threshold, 'unit', c.threshold_unit) end as threshold,
  c.threshold_override::float8 as "thresholdOverride"`

/** A result as `outcome` takes it, over `pipeline.check_results h`. */
export const OUTCOME_JSON = `jsonb_build_object('runId', h.run_id, 'status', h.status, 'failingRows', h.failing_rows,
  'threshold', h.threshold, 'note', h.note, 'seconds', h.seconds)`

export const listedCheck = checkInfo.extend({
  /** What the shop set in place of the threshold. */
  thresholdOverride: z.number().nullable(),
  /** Results by run, oldest first; a run in which it was not asked is left out. */
  history: z.array(outcome),
})
export type ListedCheck = z.infer<typeof listedCheck> & {
  /** Its result in the newest run that was checked. */
  latest: CheckOutcome | null
}

const checkedRun = z.object({
  runId: count,
  passed: count,
  warned: count,
  failed: count,
  seconds: z.number(),
})
export type CheckedRun = z.infer<typeof checkedRun>

export interface CheckList {
  /** The runs of the history, oldest first, with how many checks came out how. */
  runs: CheckedRun[]
  items: ListedCheck[]
}

/**
 * Every check, level by level and the worst first, with its results over the last runs that were checked.
 * A run that was stopped by a check counts as well: its results outlive the rollback.
 */
export async function listChecks({
  level,
  status,
  severity,
  runs = 30,
}: Partial<CheckSearch> = {}): Promise<CheckList> {
  const [checked, checks] = await Promise.all([
    query(
      checkedRun,
      `select h.run_id as "runId", count(*) filter (where h.status = 'passed') as passed,
         count(*) filter (where h.status = 'warned') as warned, count(*) filter (where h.status = 'failed') as failed,
         sum(h.seconds) as seconds
       from (${RECENT}) recent join pipeline.check_results h on h.run_id = recent.id group by h.run_id order by h.run_id`,
      [runs],
    ),
    query(
      listedCheck,
      `with history as (
         select h.name, jsonb_agg(${OUTCOME_JSON} order by h.run_id) as outcomes
         from (${RECENT}) recent join pipeline.check_results h on h.run_id = recent.id group by h.name
       )
       select ${CHECK_COLUMNS}, coalesce(h.outcomes, '[]') as history
       from pipeline.checks c left join history h using (name)`,
      [runs],
    ),
  ])
  const newest = checked.at(-1)?.runId
  const items = checks
    .map((check) => ({ ...check, latest: check.history.find(({ runId }) => runId === newest) ?? null }))
    .filter((check) => level === undefined || check.level === level)
    .filter((check) => severity === undefined || check.severity === severity)
    .filter((check) => status === undefined || check.latest?.status === status)
    .sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
  return { runs: checked, items }
}

/** The last runs whose checks ran. */
const RECENT = `select r.id from pipeline.runs r
  where exists (select from pipeline.check_results x where x.run_id = r.id) order by r.id desc limit $1`

const WORST: (CheckStatus | undefined)[] = ['failed', 'warned', 'passed', undefined]

function place({ level, latest }: ListedCheck): number {
  return CHECK_LEVELS.indexOf(level) * WORST.length + WORST.indexOf(latest?.status)
}

const detailed = outcome.extend({
  /** What became of the run. */
  runStatus: z.string(),
  checkedAt: z.coerce.date(),
})
const detail = listedCheck.extend({
  history: z.array(detailed),
  /** The newest run in which it found something. */
  lastFinding: z.object({ runId: count, failingRows: count, sample: zSample }).nullable(),
})
export type CheckDetail = z.infer<typeof detail> & { latest: z.infer<typeof detailed> | null }

/** One check with its results over the last runs, oldest first; undefined when there is none of this name. */
export async function readCheck(name: string, runs = 60): Promise<CheckDetail | undefined> {
  const [check] = await query(
    detail,
    `select ${CHECK_COLUMNS},
       coalesce((select jsonb_agg(o.outcome order by o.run_id) from (
         select h.run_id, ${OUTCOME_JSON} || jsonb_build_object('runStatus', r.status, 'checkedAt', h.checked_at) as outcome
         from pipeline.check_results h join pipeline.runs r on r.id = h.run_id
         where h.name = c.name order by h.run_id desc limit $2) o), '[]') as history,
       (select jsonb_build_object('runId', h.run_id, 'failingRows', h.failing_rows, 'sample', h.sample)
        from pipeline.check_results h where h.name = c.name and h.failing_rows > 0 order by h.run_id desc limit 1) as "lastFinding"
     from pipeline.checks c where c.name = $1`,
    [name, runs],
  )
  return check && { ...check, latest: check.history.at(-1) ?? null }
}

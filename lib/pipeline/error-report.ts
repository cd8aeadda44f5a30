import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { listRecoveries, type RecoveryView } from './list-recoveries'
import { type LogLine, lastLines } from './read-log'
import { type CheckView, readRun } from './read-run'
import { count, type RunView, type StoredError } from './states'

const refusedSchema = z.object({ fileId: count, name: z.string(), code: z.string(), message: z.string() })
const keptSchema = z.object({
  fileId: count,
  fileName: z.string(),
  entity: z.string(),
  rule: z.string(),
  rows: count,
  /** One of the messages. */
  message: z.string(),
})

/** Everything that went wrong in a run, and what to do about it. */
export interface ErrorReport {
  run: RunView
  /** One line: what became of the run. */
  summary: string
  /** The task (and part of it: file, entity) that failed. */
  failedTask: { task: string; scope: string | null; attempt: number } | null
  /** The error that ended the run, the errors of its tasks and parts, and those of earlier attempts. */
  errors: {
    task: string | null
    scope: string | null
    at: Date | string | null
    earlier: boolean
    error: StoredError
  }[]
  /** Files that could not be read as a whole. */
  refusedFiles: z.infer<typeof refusedSchema>[]
  /** Checks that failed or warned, with a sample of the offending rows. */
  failedChecks: CheckView[]
  /** Rows of the run kept aside, by file and rule, as they stand now. */
  quarantine: z.infer<typeof keptSchema>[]
  recoveries: RecoveryView[]
  /** The last lines of its log. */
  log: LogLine[]
}

/** The error report of a run, also of one that went well; undefined when there is no such run. */
export async function errorReport(runId: number): Promise<ErrorReport | undefined> {
  const detail = await readRun(runId)
  if (!detail) return undefined
  const [refusedFiles, quarantine, recoveries, log] = await Promise.all([
    query(
      refusedSchema,
      `select id as "fileId", name, coalesce(reject_code, 'rejected') as code, coalesce(reject_message, '') as message
       from pipeline.source_files where run_id = $1 and status = 'rejected' order by id`,
      [runId],
    ),
    query(
      keptSchema,
      `select q.file_id as "fileId", f.name as "fileName", q.entity, q.rule, count(*) as rows, min(q.message) as message
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id
       where q.run_id = $1 and q.state <> 'released' group by 1, 2, 3, 4 order by rows desc, 1, 4`,
      [runId],
    ),
    listRecoveries({ runId, limit: 100 }),
    lastLines(runId, 60),
  ])
  const { tasks, checkResults, ...run } = detail
  const failed = tasks.filter((task) => task.status === 'failed')
  const whole = failed.find((task) => task.scope === '')
  const part = failed.find((task) => task.scope !== '')
  const errors: ErrorReport['errors'] = failed.map((task) => ({
    task: task.task,
    scope: task.scope || null,
    at: task.finishedAt,
    earlier: false,
    error: task.error,
  }))
  // What ended the run outside any task: a check before its start, the folder, a setting.
  if (run.status === 'failed' && !whole)
    errors.unshift({ task: null, scope: null, at: run.finishedAt, earlier: false, error: run.error })
  for (const { at, error } of run.earlierErrors)
    errors.push({ task: error.task ?? null, scope: error.scope ?? null, at, earlier: true, error })
  return {
    run,
    summary: summarise(run),
    failedTask: whole
      ? {
          task: whole.task,
          scope: part?.scope ?? whole.error.scope ?? null,
          attempt: whole.attempt,
        }
      : null,
    errors,
    refusedFiles,
    failedChecks: checkResults.filter((check) => check.status !== 'passed'),
    quarantine,
    recoveries,
    log,
  }
}

function summarise(run: RunView): string {
  switch (run.status) {
    case 'failed':
      return `Run ${run.id} failed${run.error.task ? ` in ${run.error.task}` : ''}: ${run.error.message} Nothing of it was published.`
    case 'published':
      return `Run ${run.id} published load ${run.version}.`
    case 'nothing_new':
      return `Run ${run.id} found nothing new.`
    case 'cancelled':
      return `Run ${run.id} was cancelled; nothing of it was published.`
    default:
      return `Run ${run.id} is ${run.status}.`
  }
}

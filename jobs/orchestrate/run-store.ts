import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count, RUN_STATUSES, type StoredError } from '@/lib/pipeline/states'

const runRow = z.object({
  id: count,
  status: z.enum(RUN_STATUSES),
  trigger: z.string(),
  inboxDir: z.string(),
  cancelRequested: z.boolean(),
  reloadFileIds: z.array(count).nullable(),
  /** The checks before its start were passed, by this process or an earlier one. */
  isHealthy: z.boolean(),
  workerId: z.string().nullable(),
  /** Last sign of life of its supervisor, while it executes. */
  heartbeatAt: z.date().nullable(),
})
export type RunRow = z.infer<typeof runRow>

const COLUMNS = `id, status, trigger, inbox_dir as "inboxDir", cancel_requested_at is not null as "cancelRequested",
  reload_file_ids as "reloadFileIds", health is not null as "isHealthy", worker_id as "workerId",
  heartbeat_at as "heartbeatAt"`

/** The run to execute next: one a dead worker left, then one that was interrupted, then the oldest request. */
export async function nextRun(db: Queryable): Promise<RunRow | undefined> {
  return queryOne(
    runRow,
    `select ${COLUMNS} from pipeline.runs where status in ('queued', 'running')
     order by status = 'running' desc, started_at is not null desc, id limit 1`,
    [],
    db,
  )
}

export async function getRun(runId: number, db: Queryable): Promise<RunRow | undefined> {
  return queryOne(runRow, `select ${COLUMNS} from pipeline.runs where id = $1`, [runId], db)
}

/** Marks the run as executing under `epoch`; false when it ended meanwhile. */
export async function startRun(
  runId: number,
  epoch: bigint,
  workerId: string,
  db: Queryable,
): Promise<boolean> {
  const started = await query(
    z.object({ id: count }),
    `update pipeline.runs set status = 'running', epoch = $2, worker_id = $3,
       started_at = coalesce(started_at, now()), heartbeat_at = now()
     where id = $1 and status in ('queued', 'running') returning id`,
    [runId, epoch.toString(), workerId],
    db,
  )
  if (started.length === 0) return false
  await notify({ type: 'run', runId, status: 'running' }, db)
  return true
}

/**
 * The run that read files after `runId` did and before it went on, if there is one: then what `runId` prepared was
 * prepared against another state of the warehouse. Only a run resumed by hand can be overtaken.
 */
export async function overtakenBy(runId: number, db: Queryable): Promise<number | undefined> {
  const row = await queryOne(
    z.object({ id: count }),
    `select other.run_id as id from pipeline.task_runs other
     where other.scope = '' and other.task <> 'discover' and other.run_id <> $1 and other.started_at > (
       select min(own.started_at) from pipeline.task_runs own
       where own.run_id = $1 and own.scope = '' and own.status = 'succeeded')
     order by other.started_at desc limit 1`,
    [runId],
    db,
  )
  return row?.id
}

/** What whoever looks at the run should know. */
export async function setNotice(runId: number, notice: string, db: Queryable): Promise<void> {
  await db.query('update pipeline.runs set notice = $2 where id = $1', [runId, notice])
}

/** Notes that the run is alive; true when somebody asked to cancel it. */
export async function beat(runId: number, db: Queryable): Promise<boolean> {
  const row = await queryOne(
    z.object({ cancelRequested: z.boolean() }),
    `update pipeline.runs set heartbeat_at = now() where id = $1 and status = 'running'
     returning cancel_requested_at is not null as "cancelRequested"`,
    [runId],
    db,
  )
  return row?.cancelRequested ?? false
}

/** Puts an interrupted run back, to be resumed from its last completed task. */
export async function requeueRun(runId: number, db: Queryable): Promise<void> {
  const changed = await db.query(
    `update pipeline.runs set status = 'queued', worker_id = null, heartbeat_at = null
     where id = $1 and status = 'running'`,
    [runId],
  )
  if (changed.rowCount === 0) return
  await db.query(
    `update pipeline.task_runs set status = 'pending' where run_id = $1 and status = 'running'`,
    [runId],
  )
  await notify({ type: 'run', runId, status: 'queued' }, db)
}

/** What the run's own files came to, as stored with the run. */
const COUNTERS = `
  files = coalesce(f.files, 0), rows_read = coalesce(f.read, 0), rows_loaded = coalesce(f.loaded, 0),
  rows_unchanged = coalesce(f.unchanged, 0), rows_superseded = coalesce(f.superseded, 0),
  rows_quarantined = coalesce(f.quarantined, 0),
  rows_released = (select count(*) from pipeline.quarantine q where q.released_run_id = r.id)`
const FILES = `
  (select count(*) as files, sum(rows_read) as read, sum(rows_loaded) as loaded, sum(rows_unchanged) as unchanged,
     sum(rows_superseded) as superseded, sum(rows_quarantined) as quarantined
   from (
     -- A reload reads files that belong to other runs; its own figures are in run_files.
     select rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined from pipeline.source_files
       where run_id = $1 and (select reload_file_ids from pipeline.runs where id = $1) is null
     union all
     select rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined from pipeline.run_files
       where run_id = $1 and (select reload_file_ids from pipeline.runs where id = $1) is not null
   ) read) f`

/**
 * Ends a run that published; to be called inside the publishing transaction, so that the run's
 * end, its counters and the new version become visible together. Returns the version, or
 * undefined when the publish task recorded none.
 */
export async function markPublished(runId: number, db: Queryable): Promise<number | undefined> {
  const row = await queryOne(
    z.object({ version: count }),
    `update pipeline.runs r set status = 'published', finished_at = clock_timestamp(), error = null,
       version = v.version, ${COUNTERS}
     from (select max(version) as version from pipeline.warehouse_version where run_id = $1) v, ${FILES}
     where r.id = $1 and v.version is not null returning v.version`,
    [runId],
    db,
  )
  if (!row) return undefined
  await notify({ type: 'published', runId, version: row.version }, db)
  await notify({ type: 'run', runId, status: 'published' }, db)
  return row.version
}

/** Ends a run that changed nothing in the warehouse. Unfinished tasks end with it. */
export async function endRun(
  runId: number,
  end: { status: 'nothing_new' | 'cancelled' } | { status: 'failed'; error: StoredError },
  db: Queryable,
): Promise<boolean> {
  const changed = await db.query(
    `update pipeline.runs r set status = $2, finished_at = clock_timestamp(), error = $3::jsonb, ${COUNTERS}
     from ${FILES} where r.id = $1 and r.status in ('queued', 'running')`,
    [runId, end.status, end.status === 'failed' ? JSON.stringify(end.error) : null],
  )
  if (changed.rowCount === 0) return false
  await db.query(
    `update pipeline.task_runs set
       status = case when $2 = 'cancelled' then 'cancelled' when status = 'running' then 'failed' else 'skipped' end,
       error = case when $2 = 'failed' and status = 'running' then $3::jsonb else error end,
       finished_at = clock_timestamp()
     where run_id = $1 and status in ('pending', 'running')`,
    [runId, end.status, end.status === 'failed' ? JSON.stringify(end.error) : null],
  )
  await notify({ type: 'run', runId, status: end.status }, db)
  return true
}

/** Adds the last lines the run's process wrote to the stored error of the run and its failed task. */
export async function addLastLines(runId: number, lines: string[], db: Queryable): Promise<void> {
  const extra = JSON.stringify({ lastLines: lines })
  await db.query(
    `update pipeline.runs set error = error || $2::jsonb where id = $1 and status = 'failed' and not error ? 'lastLines'`,
    [runId, extra],
  )
  await db.query(
    `update pipeline.task_runs set error = error || $2::jsonb
     where run_id = $1 and status = 'failed' and not error ? 'lastLines'`,
    [runId, extra],
  )
}

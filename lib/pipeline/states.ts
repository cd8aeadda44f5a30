import { z } from 'zod'

/** int8 and numeric come from pg as text; ids and counts here stay far below 2^53. */
export const count = z.coerce.number().int()

/** An error as stored with a run or a task (lib/core/errors `toJson`, plus what the run knew). */
export const storedError = z.looseObject({
  name: z.string(),
  message: z.string(),
  /** The family the error belongs to: source, contract, …, see lib/core/errors. */
  kind: z.string().optional(),
  code: z.string().optional(),
  whatToDo: z.string().optional(),
  /** The task that failed, if one was running. */
  task: z.string().optional(),
  /** The part of it: an entity, a file. */
  scope: z.string().optional(),
  /** The last lines the run's process logged. */
  lastLines: z.array(z.string()).optional(),
})
export type StoredError = z.infer<typeof storedError>

export const RUN_STATUSES = ['queued', 'running', 'published', 'nothing_new', 'failed', 'cancelled'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]
export const TASK_STATUSES = ['pending', 'running', 'succeeded', 'failed', 'skipped', 'cancelled'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** Why a run had to be resumed. */
export const RECOVERY_CAUSES = ['killed', 'hung', 'connection_lost', 'worker_lost'] as const
export type RecoveryCause = (typeof RECOVERY_CAUSES)[number]

/** True once nothing about the run changes any more. */
export function isFinal(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running'
}

/** One check before the start of a run. */
export const healthResult = z.object({
  /** database, disk, inbox */
  name: z.string(),
  ok: z.boolean(),
  /** What was found, e.g. `18.2 GB free, about 0.4 GB needed`. */
  detail: z.string(),
})
export type HealthResult = z.infer<typeof healthResult>

const runBase = z.object({
  id: count,
  /** schedule, button, api, cli or start */
  trigger: z.string(),
  requestedBy: z.string().nullable(),
  inboxDir: z.string(),
  requestedAt: z.date(),
  /** Files taken in by this run. */
  files: count,
  /** Rows of these files; a run that has not ended yet shows zeros. */
  rows: z.object({
    read: count,
    loaded: count,
    unchanged: count,
    superseded: count,
    quarantined: count,
  }),
  /** Archived files it was asked to load again; null for a run over the inbox. */
  reloadFileIds: z.array(count).nullable(),
  /** The run it was asked to repeat. */
  repeats: count.nullable(),
  /** What a reader should know, e.g. that it had to start at the beginning. */
  notice: z.string().nullable(),
  /** Of the attempts before it was resumed by hand, oldest first. */
  earlierErrors: z.array(z.object({ at: z.string(), by: z.string().nullable(), error: storedError })),
  /** The checks before its first task; null until they ran. */
  health: z.array(healthResult).nullable(),
  /** Waiting rows of earlier runs that found their parent in this one. */
  released: count,
  checks: z.object({ passed: count, warned: count, failed: count }),
  /** Wall clock from start to end, or to now. */
  seconds: z.number().nullable(),
})

/** A run; which fields exist depends on `status`. */
export const runSchema = z.discriminatedUnion('status', [
  // startedAt is set when the run was interrupted and waits to be resumed.
  runBase.extend({ status: z.literal('queued'), startedAt: z.date().nullable() }),
  runBase.extend({
    status: z.literal('running'),
    startedAt: z.date(),
    workerId: z.string().nullable(),
    heartbeatAt: z.date().nullable(),
    cancelRequestedAt: z.date().nullable(),
  }),
  runBase.extend({
    status: z.literal('published'),
    startedAt: z.date(),
    finishedAt: z.date(),
    version: count,
  }),
  runBase.extend({ status: z.literal('nothing_new'), startedAt: z.date(), finishedAt: z.date() }),
  runBase.extend({
    status: z.literal('failed'),
    startedAt: z.date().nullable(),
    finishedAt: z.date(),
    error: storedError,
  }),
  runBase.extend({
    status: z.literal('cancelled'),
    startedAt: z.date().nullable(),
    finishedAt: z.date(),
  }),
])
export type RunView = z.infer<typeof runSchema>

const taskBase = z.object({ task: z.string(), scope: z.string(), attempt: count })
const taskProgress = taskBase.extend({
  startedAt: z.date(),
  rowsDone: count.nullable(),
  rowsTotal: count.nullable(),
  message: z.string().nullable(),
  seconds: z.number(),
})

/** A task of a run; which fields exist depends on `status`. */
export const taskSchema = z.discriminatedUnion('status', [
  taskBase.extend({ status: z.literal('pending') }),
  taskProgress.extend({ status: z.literal('running') }),
  taskProgress.extend({ status: z.literal('succeeded'), finishedAt: z.date() }),
  taskProgress.extend({ status: z.literal('failed'), finishedAt: z.date(), error: storedError }),
  taskBase.extend({ status: z.literal('skipped'), message: z.string().nullable() }),
  taskBase.extend({ status: z.literal('cancelled'), startedAt: z.date().nullable(), finishedAt: z.date() }),
])
export type TaskView = z.infer<typeof taskSchema>

/** The SELECT list that `runSchema` takes, over `pipeline.runs r`. */
export const RUN_COLUMNS = `
  r.id, r.status, r.trigger, r.requested_by as "requestedBy", r.inbox_dir as "inboxDir",
  r.requested_at as "requestedAt", r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.cancel_requested_at as "cancelRequestedAt", r.worker_id as "workerId", r.heartbeat_at as "heartbeatAt",
  r.version, r.files, r.error, r.rows_released as released, r.reload_file_ids as "reloadFileIds", r.repeats,
  r.notice, r.earlier_errors as "earlierErrors", r.health,
  jsonb_build_object('read', r.rows_read, 'loaded', r.rows_loaded, 'unchanged', r.rows_unchanged,
    'superseded', r.rows_superseded, 'quarantined', r.rows_quarantined) as rows,
  extract(epoch from coalesce(r.finished_at, now()) - r.started_at)::float8 as seconds,
  (select jsonb_build_object('passed', count(*) filter (where c.status = 'passed'),
     'warned', count(*) filter (where c.status = 'warned'), 'failed', count(*) filter (where c.status = 'failed'))
     from pipeline.check_results c where c.run_id = r.id) as checks`

import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { LOST_AFTER_SECONDS } from './list-workers'
import { OPEN_STATES, QUARANTINE_STATES } from './quarantine/states'
import { count, RUN_STATUSES } from './states'

const seconds = z.coerce.number()
const rowCounts = z.object({
  read: count,
  loaded: count,
  unchanged: count,
  superseded: count,
  quarantined: count,
})

const schema = z.object({
  runs: z.array(z.object({ status: z.string(), count })),
  files: z.array(z.object({ status: z.string(), count })),
  /** Loaded files whose rows are not all accounted for: never but by a fault. */
  unbalancedFiles: count,
  /** The last run that ended, with what its tasks took. */
  lastRun: z
    .object({
      id: count,
      status: z.enum(RUN_STATUSES),
      seconds: seconds.nullable(),
      tasks: z.array(z.object({ task: z.string(), seconds: seconds.nullable(), rows: count.nullable() })),
    })
    .nullable(),
  /** Seconds since a run last ended published or with nothing new. */
  lastGoodRunAgeSeconds: seconds.nullable(),
  version: count,
  loadAgeSeconds: seconds.nullable(),
  /** When the load was published, in seconds since 1970. */
  lastPublishSeconds: seconds.nullable(),
  /** Rows of all files ever received, by what became of them. */
  rows: rowCounts,
  /** Rows of all published runs at their time: these only grow. */
  runRows: rowCounts,
  quarantine: z.record(z.enum(QUARANTINE_STATES), count),
  openQuarantine: z.array(z.object({ state: z.string(), rule: z.string(), rows: count })),
  /** Of the last run that came to its checks. */
  checks: z.array(
    z.object({
      name: z.string(),
      severity: z.enum(['blocking', 'warning']),
      status: z.enum(['passed', 'warned', 'failed']),
      failingRows: count,
    }),
  ),
  workers: z.array(z.object({ state: z.string(), count })),
  /** Seconds since any worker last gave a sign; null when none ever did. */
  heartbeatAgeSeconds: seconds.nullable(),
})

/** The pipeline in figures, as of now. */
export type PipelineFigures = z.infer<typeof schema>

const sumOf = (table: string) => `(select jsonb_build_object('read', coalesce(sum(rows_read), 0),
    'loaded', coalesce(sum(rows_loaded), 0), 'unchanged', coalesce(sum(rows_unchanged), 0),
    'superseded', coalesce(sum(rows_superseded), 0), 'quarantined', coalesce(sum(rows_quarantined), 0))
  from ${table})`

/** What `select` answers, as a JSON list. */
const list = (select: string) => `(select coalesce(jsonb_agg(to_jsonb(l)), '[]') from (${select}) as l)`

const FIGURES = `
with last_run as (
  select * from pipeline.runs where finished_at is not null order by finished_at desc, id desc limit 1
), last_checked as (
  select run_id from pipeline.check_results order by run_id desc limit 1
), newest_load as (
  select published_at from pipeline.warehouse_version order by version desc limit 1
)
select
  ${list('select status, count(*) from pipeline.runs group by 1 order by 1')} as runs,
  ${list('select status, count(*) from pipeline.source_files group by 1 order by 1')} as files,
  (select count(*) from pipeline.source_files where status = 'loaded'
     and rows_read <> rows_loaded + rows_unchanged + rows_superseded + rows_quarantined) as "unbalancedFiles",
  (select jsonb_build_object('id', r.id, 'status', r.status,
     'seconds', extract(epoch from r.finished_at - r.started_at),
     'tasks', ${list(`select task, extract(epoch from max(finished_at) - min(started_at)) as seconds,
         coalesce(max(rows_done) filter (where scope = ''), sum(rows_done)) as rows
       from pipeline.task_runs where run_id = r.id and started_at is not null group by task order by min(id)`)})
   from last_run r) as "lastRun",
  (select extract(epoch from now() - max(finished_at)) from pipeline.runs
   where status in ('published', 'nothing_new')) as "lastGoodRunAgeSeconds",
  (select coalesce(max(version), 0) from pipeline.warehouse_version) as version,
  (select extract(epoch from now() - published_at) from newest_load) as "loadAgeSeconds",
  (select round(extract(epoch from published_at), 3) from newest_load) as "lastPublishSeconds",
  ${sumOf('pipeline.source_files')} as rows,
  ${sumOf(`pipeline.runs where status = 'published'`)} as "runRows",
  (select jsonb_object_agg(s.state, (select count(*) from pipeline.quarantine q where q.state = s.state))
   from unnest($1::text[]) s(state)) as quarantine,
  ${list(`select state, rule, count(*) as rows from pipeline.quarantine
     where state = any($2) group by 1, 2 order by 1, 2`)} as "openQuarantine",
  ${list(`select name, severity, status, failing_rows as "failingRows" from pipeline.check_results
     where run_id = (select run_id from last_checked) order by name`)} as checks,
  ${list(`select case when heartbeat_at < now() - make_interval(secs => ${LOST_AFTER_SECONDS}) then 'lost' else state end as state, count(*)
     from pipeline.workers where stopped_at is null group by 1 order by 1`)} as workers,
  (select extract(epoch from now() - max(at)) from (
     select max(heartbeat_at) as at from pipeline.workers
     union all select max(heartbeat_at) from pipeline.lease) as signs) as "heartbeatAgeSeconds"`

/** Counts over the pipeline's books, one statement so that they agree with each other. */
export async function pipelineFigures(): Promise<PipelineFigures> {
  const [row] = await query(schema, FIGURES, [QUARANTINE_STATES, OPEN_STATES])
  if (!row) throw new Error('the figures came without a row')
  return row
}

import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { QUARANTINE_STATES } from './quarantine/states'
import { count } from './states'

const seconds = z.coerce.number()

const schema = z.object({
  runs: z.array(z.object({ status: z.string(), count })),
  files: z.array(z.object({ status: z.string(), count })),
  /** Seconds since a run last ended published or with nothing new. */
  lastGoodRunAgeSeconds: seconds.nullable(),
  version: count,
  loadAgeSeconds: seconds.nullable(),
  /** Rows of all files ever received, by what became of them. */
  rows: z.object({ read: count, loaded: count, unchanged: count, superseded: count, quarantined: count }),
  quarantine: z.record(z.enum(QUARANTINE_STATES), count),
  databaseBytes: count,
})

/** The pipeline in figures, as of now. */
export type PipelineFigures = z.infer<typeof schema>

/** Counts over the pipeline's books, one statement so that they agree with each other. */
export async function pipelineFigures(): Promise<PipelineFigures> {
  const [row] = await query(
    schema,
    `select
       (select coalesce(jsonb_agg(jsonb_build_object('status', status, 'count', n)), '[]')
        from (select status, count(*) as n from pipeline.runs group by 1 order by 1) as by_status) as runs,
       (select coalesce(jsonb_agg(jsonb_build_object('status', status, 'count', n)), '[]')
        from (select status, count(*) as n from pipeline.source_files group by 1 order by 1) as by_status) as files,
       (select extract(epoch from now() - max(finished_at)) from pipeline.runs
        where status in ('published', 'nothing_new')) as "lastGoodRunAgeSeconds",
       (select coalesce(max(version), 0) from pipeline.warehouse_version) as version,
       (select extract(epoch from now() - max(published_at)) from pipeline.warehouse_version) as "loadAgeSeconds",
       (select jsonb_build_object('read', coalesce(sum(rows_read), 0), 'loaded', coalesce(sum(rows_loaded), 0),
          'unchanged', coalesce(sum(rows_unchanged), 0), 'superseded', coalesce(sum(rows_superseded), 0),
          'quarantined', coalesce(sum(rows_quarantined), 0)) from pipeline.source_files) as rows,
       (select jsonb_object_agg(s.state, (select count(*) from pipeline.quarantine q where q.state = s.state))
        from unnest($1::text[]) s(state)) as quarantine,
       pg_database_size(current_database()) as "databaseBytes"`,
    [QUARANTINE_STATES],
  )
  if (!row) throw new Error('the figures came without a row')
  return row
}

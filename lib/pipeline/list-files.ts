import { z } from 'zod'
import { env } from '@/lib/core/env'
import { query } from '@/lib/db/sql'
import type { Page } from './list-runs'
import { count } from './states'

const fileSchema = z.object({
  id: count,
  name: z.string(),
  sizeBytes: count,
  arrivedAt: z.date(),
  effectiveAt: z.date(),
  runId: count.nullable(),
  status: z.enum(['received', 'loaded', 'rejected']),
  entity: z.string().nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  unknownColumns: z.array(z.string()),
  rejectCode: z.string().nullable(),
  rejectMessage: z.string().nullable(),
  rows: z.object({
    read: count,
    loaded: count,
    unchanged: count,
    superseded: count,
    quarantined: count,
  }),
  /** read = loaded + unchanged + superseded + quarantined; null until the file is loaded. */
  balanced: z.boolean().nullable(),
  warnings: z.array(
    z.object({
      rule: z.string(),
      columnName: z.string(),
      rows: count,
      sampleRow: count.nullable(),
      sampleValue: z.string().nullable(),
      message: z.string(),
    }),
  ),
})
export type FileView = z.infer<typeof fileSchema>

export interface FileFilter {
  page?: number
  pageSize?: number
  status?: string
  entity?: string
  runId?: number
  fileId?: number
  /** First and last day of arrival (YYYY-MM-DD) in the store's time zone. */
  arrivedFrom?: string
  arrivedTo?: string
}

const MATCHES = `where ($1::text is null or f.status = $1) and ($2::text is null or f.entity = $2)
    and ($3::bigint is null or f.run_id = $3
      or exists (select 1 from pipeline.run_files r where r.run_id = $3 and r.file_id = f.id)) and ($4::bigint is null or f.id = $4)
    and ($5::date is null or (f.arrived_at at time zone $7)::date >= $5)
    and ($6::date is null or (f.arrived_at at time zone $7)::date <= $6)`

function parameters({ status, entity, runId, fileId, arrivedFrom, arrivedTo }: FileFilter): unknown[] {
  const given = [status, entity, runId, fileId, arrivedFrom, arrivedTo]
  return [...given.map((value) => value ?? null), env().storeTimezone]
}

/** Ids of all files of a filter that can be loaded again: those that were loaded or refused before. */
export async function reloadableFiles(filter: FileFilter): Promise<number[]> {
  const rows = await query(
    z.object({ id: count }),
    `select f.id from pipeline.source_files f ${MATCHES} and f.status <> 'received' order by f.id`,
    parameters(filter),
  )
  return rows.map(({ id }) => id)
}

/** Every file ever received, newest first, with what became of its rows. */
export async function listFiles(filter: FileFilter = {}): Promise<Page<FileView>> {
  const { page = 1, pageSize = 25 } = filter
  const params = parameters(filter)
  const [total] = await query(
    z.object({ n: count }),
    `select count(*) as n from pipeline.source_files f ${MATCHES}`,
    params,
  )
  const items = await query(
    fileSchema,
    `select f.id, f.name, f.size_bytes as "sizeBytes", f.arrived_at as "arrivedAt",
       f.effective_at as "effectiveAt", f.run_id as "runId", f.status, f.entity, f.encoding, f.delimiter,
       f.unknown_columns as "unknownColumns", f.reject_code as "rejectCode", f.reject_message as "rejectMessage",
       jsonb_build_object('read', f.rows_read, 'loaded', f.rows_loaded, 'unchanged', f.rows_unchanged,
         'superseded', f.rows_superseded, 'quarantined', f.rows_quarantined) as rows,
       case when f.status = 'loaded' then f.rows_read
         = f.rows_loaded + f.rows_unchanged + f.rows_superseded + f.rows_quarantined end as balanced,
       coalesce((select jsonb_agg(jsonb_build_object('rule', w.rule, 'columnName', w.column_name, 'rows', w.rows,
           'sampleRow', w.sample_row, 'sampleValue', w.sample_value, 'message', w.message) order by w.rows desc)
         from pipeline.file_warnings w where w.file_id = f.id), '[]') as warnings
     from pipeline.source_files f ${MATCHES}
     order by f.id desc limit $8 offset $9`,
    [...params, pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

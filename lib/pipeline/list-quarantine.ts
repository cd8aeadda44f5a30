import { z } from 'zod'
import { query } from '@/lib/db/sql'
import type { Page } from './list-runs'
import { FILTER_WHERE, filterParameters, type QuarantineFilter } from './quarantine/filter'
import { QUARANTINE_STATES } from './quarantine/states'
import { count } from './states'

const record = z.record(z.string(), z.string().nullable())
export const quarantineRow = z.object({
  id: count,
  fileId: count,
  fileName: z.string(),
  /** 1 = first record below the header. */
  recordNumber: count,
  runId: count,
  entity: z.string(),
  rule: z.string(),
  columnName: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  /** {column: text}, or {_raw: text} for a record that could not be split. Never changed. */
  raw: record,
  /** The record as an admin corrected it; it is tried in place of `raw`. */
  corrected: record.nullable(),
  state: z.enum(QUARANTINE_STATES),
  /** One more with every change; a correction names the one it was made on. */
  revision: count,
  quarantinedAt: z.date(),
  /** Later runs that tried it again, and the last of them. */
  tries: count,
  lastRunId: count.nullable(),
  releasedRunId: count.nullable(),
  releasedAs: z.string().nullable(),
  discardReason: z.string().nullable(),
  fixedByFileId: count.nullable(),
  fixedByFileName: z.string().nullable(),
})
export type QuarantineView = z.infer<typeof quarantineRow>

/** The SELECT list that `quarantineRow` takes, over `quarantine q`, its file `f` and the file that fixed it `x`. */
export const QUARANTINE_COLUMNS = `q.id, q.file_id as "fileId", f.name as "fileName", q.record_number as "recordNumber",
  q.run_id as "runId", q.entity, q.rule, q.column_name as "columnName", q.value, q.message, q.raw, q.corrected, q.state,
  q.revision, q.quarantined_at as "quarantinedAt", q.tries, q.last_run_id as "lastRunId",
  q.released_run_id as "releasedRunId", q.released_as as "releasedAs", q.discard_reason as "discardReason",
  q.fixed_by_file_id as "fixedByFileId", x.name as "fixedByFileName"`

/** Rows kept aside, with the reason, newest file first and in record order within it. */
export async function listQuarantine(
  filter: QuarantineFilter & { page?: number; pageSize?: number } = {},
): Promise<Page<QuarantineView>> {
  const { page = 1, pageSize = 50 } = filter
  const [total] = await query(
    z.object({ n: count }),
    `select count(*) as n from pipeline.quarantine q ${FILTER_WHERE}`,
    filterParameters(filter),
  )
  const items = await query(
    quarantineRow,
    `select ${QUARANTINE_COLUMNS}
     from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id
     left join pipeline.source_files x on x.id = q.fixed_by_file_id
     ${FILTER_WHERE}
     order by q.file_id desc, q.record_number limit $6 offset $7`,
    [...filterParameters(filter), pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

const groupSchema = z.object({
  entity: z.string(),
  rule: z.string(),
  state: z.enum(QUARANTINE_STATES),
  rows: count,
  files: count,
})
export type QuarantineGroup = z.infer<typeof groupSchema>

/** How many rows each rule keeps aside; largest first. Takes the filters of `listQuarantine`. */
export async function countQuarantine(filter: QuarantineFilter = {}): Promise<QuarantineGroup[]> {
  return query(
    groupSchema,
    `select q.entity, q.rule, q.state, count(*) as rows, count(distinct q.file_id) as files
     from pipeline.quarantine q ${FILTER_WHERE} group by 1, 2, 3 order by rows desc, 1, 2, 3`,
    filterParameters(filter),
  )
}

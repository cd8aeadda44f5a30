import { z } from 'zod'
import { query } from '@/lib/db/sql'
import type { Page } from './list-runs'
import { count } from './states'

const rowSchema = z.object({
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
  /** {column: text}, or {_raw: text} for a record that could not be split. */
  raw: z.record(z.string(), z.string().nullable()),
  state: z.enum(['quarantined', 'waiting', 'released']),
  quarantinedAt: z.date(),
  releasedRunId: count.nullable(),
  releasedAs: z.string().nullable(),
})
export type QuarantineView = z.infer<typeof rowSchema>

export interface QuarantineFilter {
  page?: number
  pageSize?: number
  fileId?: number
  runId?: number
  entity?: string
  rule?: string
  /** Released rows are left out unless asked for. */
  state?: 'quarantined' | 'waiting' | 'released'
}

const WHERE = `where ($1::bigint is null or q.file_id = $1) and ($2::bigint is null or q.run_id = $2)
  and ($3::text is null or q.entity = $3) and ($4::text is null or q.rule = $4)
  and case when $5::text is null then q.state <> 'released' else q.state = $5 end`

/** Rows kept aside, with the reason, in file and record order. */
export async function listQuarantine(filter: QuarantineFilter = {}): Promise<Page<QuarantineView>> {
  const { page = 1, pageSize = 50 } = filter
  const [total] = await query(
    z.object({ n: count }),
    `select count(*) as n from pipeline.quarantine q ${WHERE}`,
    parameters(filter),
  )
  const items = await query(
    rowSchema,
    `select q.id, q.file_id as "fileId", f.name as "fileName", q.record_number as "recordNumber",
       q.run_id as "runId", q.entity, q.rule, q.column_name as "columnName", q.value, q.message, q.raw, q.state,
       q.quarantined_at as "quarantinedAt", q.released_run_id as "releasedRunId", q.released_as as "releasedAs"
     from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id
     ${WHERE}
     order by q.file_id desc, q.record_number limit $6 offset $7`,
    [...parameters(filter), pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

const groupSchema = z.object({
  entity: z.string(),
  rule: z.string(),
  state: z.enum(['quarantined', 'waiting', 'released']),
  rows: count,
})
export type QuarantineGroup = z.infer<typeof groupSchema>

/** How many rows each rule keeps aside; largest first. Takes the filters of `listQuarantine`. */
export async function countQuarantine(filter: QuarantineFilter = {}): Promise<QuarantineGroup[]> {
  return query(
    groupSchema,
    `select q.entity, q.rule, q.state, count(*) as rows from pipeline.quarantine q ${WHERE}
     group by 1, 2, 3 order by rows desc, 1, 2, 3`,
    parameters(filter),
  )
}

function parameters(filter: QuarantineFilter): unknown[] {
  return [
    filter.fileId ?? null,
    filter.runId ?? null,
    filter.entity ?? null,
    filter.rule ?? null,
    filter.state ?? null,
  ]
}

import { z } from 'zod'
import { entities } from '@/lib/contract/entities'
import { isReasonColumn, normalizeColumn, REASON_COLUMNS } from '@/lib/contract/header'
import { guardFormula, isRejectsFile, unguardFormula } from '@/lib/contract/rejects-file'
import { ContractError } from '@/lib/core/errors'
import { query } from '@/lib/db/sql'
import { count } from '../states'
import { FILTER_WHERE, filterParameters, type QuarantineFilter } from './filter'
import { isUnsplit } from './read-entry'

/** Refused rows as the file a shop mends and drops in again. */
export interface Rejects {
  entity: string
  header: string[]
  /** Cells in the order of the header, some rows at a time. */
  rows(): AsyncGenerator<string[][]>
}

const zHeader = z.object({ entity: z.string(), header: z.array(z.string()), rows: count })
const zRow = z.object({
  fileId: count,
  recordNumber: count,
  fileName: z.string(),
  header: z.array(z.string()),
  rule: z.string(),
  columnName: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  raw: z.record(z.string(), z.string().nullable()),
  corrected: z.record(z.string(), z.string().nullable()).nullable(),
})
const CHUNK = 2000
/** Rows that wait load by themselves: they are only among them when asked for. */
const WANTED = `and ($5::text is not null or q.state <> 'waiting')`

/**
 * The rows of a filter, in the columns of their own file; of several files with other columns, in all of theirs.
 * @throws ContractError several_entities: a file holds rows of one entity
 */
export async function rejects(filter: QuarantineFilter): Promise<Rejects> {
  const headers = await query(
    zHeader,
    `select q.entity, f.header, count(*) as rows from pipeline.quarantine q
     join pipeline.source_files f on f.id = q.file_id ${FILTER_WHERE} ${WANTED}
     group by 1, 2 order by rows desc, 2`,
    filterParameters(filter),
  )
  const names = [...new Set(headers.map(({ entity }) => entity))]
  if (names.length > 1)
    throw new ContractError(
      'several_entities',
      `These rows are of ${names.join(', ')}, and a file holds one entity.`,
      {
        whatToDo: 'Choose an entity or a file, and download once for each.',
      },
    )
  const entity = names[0] ?? filter.entity ?? 'rows'
  const columns = commonColumns(
    entity,
    headers.map(({ header }) => header),
  )
  return { entity, header: [...columns, ...REASON_COLUMNS], rows: () => readRows(filter, columns) }
}

/** One header as it stands; several together by column, those of the commonest file first. */
function commonColumns(entity: string, headers: readonly (readonly string[])[]): string[] {
  const found = new Map<string, string>()
  for (const header of headers)
    for (const name of header) {
      if (isReasonColumn(name) || found.has(normalizeColumn(name))) continue
      found.set(normalizeColumn(name), name)
    }
  if (found.size > 0) return [...found.values()]
  return entities.find(({ name }) => name === entity)?.columns.map(({ name }) => name) ?? []
}

async function* readRows(filter: QuarantineFilter, columns: readonly string[]): AsyncGenerator<string[][]> {
  let last = { fileId: 0, recordNumber: 0 }
  for (;;) {
    const rows: z.infer<typeof zRow>[] = await query(
      zRow,
      `select q.file_id as "fileId", q.record_number as "recordNumber", f.name as "fileName", f.header, q.rule,
         q.column_name as "columnName", q.value, q.message, q.raw, q.corrected
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id ${FILTER_WHERE} ${WANTED}
         and (q.file_id, q.record_number) > ($6, $7)
       order by q.file_id, q.record_number limit ${CHUNK}`,
      [...filterParameters(filter), last.fileId, last.recordNumber],
    )
    const end = rows.at(-1)
    if (!end) return
    last = end
    yield rows.map((row) => cells(row, columns))
  }
}

function cells(row: z.infer<typeof zRow>, columns: readonly string[]): string[] {
  const isText = !row.corrected && isUnsplit(row)
  const record = isText ? {} : (row.corrected ?? row.raw)
  // The texts of a file that was itself such a download are guarded already.
  const given = isRejectsFile(row.header) ? unguardFormula : (text: string) => text
  const byColumn = new Map(
    Object.entries(record).map(([name, text]) => [normalizeColumn(name), given(text ?? '')]),
  )
  const value = isText ? row.raw._raw : row.value
  const reasons = [row.rule, row.columnName, value, row.message, row.fileName, String(row.recordNumber)]
  return [
    ...columns.map((name) => byColumn.get(normalizeColumn(name)) ?? ''),
    ...reasons.map((text) => text ?? ''),
  ].map(guardFormula)
}

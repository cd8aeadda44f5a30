import { z } from 'zod'
import { literal, rawRecord, readSplitFile } from './csv'
import type { DuckSession } from './session'

const zFile = z.object({
  file_id: z.string(),
  path: z.string(),
  delimiter: z.string(),
  header: z.array(z.string()),
  has_quoted_line_ends: z.boolean(),
})

/**
 * Keeps records aside: adds to `rejected` what `select` yields (file_id, record_number, rule, column_name, value,
 * message, state), each with its raw record as JSON, under the names of the file's own header.
 */
export async function appendRejected(duck: DuckSession, entity: string, select: string): Promise<void> {
  await duck.run(`create or replace temp table to_reject as ${select}`)
  const files = await duck.rows(
    zFile,
    `select s.file_id::varchar as file_id, s.path, s.delimiter, s.header, s.has_quoted_line_ends
     from split_files s semi join to_reject r on r.file_id = s.file_id`,
  )
  for (const file of files)
    await duck.run(`insert into rejected
      select r.file_id, r.record_number, ${literal(entity)}, r.rule, r.column_name, r.value, r.message,
        ${rawRecord(file.header)}, r.state, null
      from to_reject r
      join ${readSplitFile(file)} c on c.record_number = r.record_number
      anti join waiting_rows w on w.file_id = r.file_id and w.record_number = r.record_number
      where r.file_id = ${file.file_id}`)
  await duck.run(`insert into rejected
    select r.file_id, r.record_number, ${literal(entity)}, r.rule, r.column_name, r.value, r.message, w.raw, r.state, null
    from to_reject r join waiting_rows w on w.file_id = r.file_id and w.record_number = r.record_number`)
  await duck.run('drop table to_reject')
}

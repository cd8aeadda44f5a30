import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { SourceError, StoreroomError } from '@/lib/core/errors'
import { type SplitFile, splitFile } from '@/lib/records/split-file'
import type { PartResult, Task, TaskContext } from '../context'
import { literal } from '../duckdb/csv'
import { applyDecisions, keepDecisions } from '../extract/decisions'
import { countRetries, pullKeptRows } from '../extract/kept-rows'
import { zDiscovered } from './discover'

type Discovered = z.infer<typeof zDiscovered>['files'][number]

/**
 * Splits every file into records (see lib/records/splitter.ts). Well-formed ones go to a file of their own that
 * DuckDB can read without guessing, malformed ones to `rejected`. A file that cannot be read at all is refused
 * with the reason; the others go on. Leaves `split_files`, `run_files`, `waiting_rows`,
 * `decided`.
 */
export const extract: Task = async (ctx) => {
  const { files } = zDiscovered.parse(ctx.outputs.discover)
  await prepare(ctx)
  const refused: { name: string; message: string }[] = []
  let records = 0
  for (const [index, file] of files.entries()) {
    ctx.signal.throwIfAborted()
    ctx.progress(records, undefined, `${index + 1} of ${files.length}: ${file.name}`)
    await part(ctx, files, file, async () => {
      const before = records
      try {
        records += await extractFile(ctx, file, records)
        return { rows: records - before }
      } catch (error) {
        if (!(error instanceof StoreroomError)) throw error
        await refuse(ctx, file, error)
        refused.push({ name: file.name, message: error.message })
        return { rows: 0, message: `refused: ${error.message}` }
      }
    })
  }
  if (refused.length > 0 && refused.length === files.length && (await countRetries(ctx)) === 0)
    throw new SourceError('all_files_refused', refused.map((r) => `${r.name}: ${r.message}`).join('\n'), {
      whatToDo: 'Nothing was loaded. Mend the files as said and drop them in again.',
      context: { refused },
    })
  await pullKeptRows(ctx)
  await keepDecisions(ctx)
  // Of files that are loaded again the quarantine itself holds what was decided.
  await applyDecisions(ctx, ctx.run.reloadFileIds ? [] : files)
  const message =
    refused.length > 0 ? `${refused.length} of ${files.length} files refused` : `${files.length} files`
  return { rows: records, message, output: { records, refused } }
}

/** More files than this would be a list nobody reads; then only the task as a whole is shown. */
const MOST_PARTS = 40

/** A file as a part of the task, under its name; with its number where two have the same name. */
function part(
  ctx: TaskContext,
  files: Discovered[],
  file: Discovered,
  work: () => Promise<PartResult>,
): Promise<PartResult> {
  if (files.length > MOST_PARTS) return work()
  const isUnique = files.filter((f) => f.name === file.name).length === 1
  return ctx.part(isUnique ? file.name : `${file.name} #${file.fileId}`, work)
}

async function prepare({ duck, folder }: TaskContext): Promise<void> {
  await rm(join(folder, 'split'), { recursive: true, force: true })
  await mkdir(join(folder, 'split'))
  await duck.run(
    `create or replace table run_files (file_id bigint, entity varchar, name varchar, effective_at timestamptz, rows_read bigint)`,
  )
  await duck.run(`create or replace table split_files (file_id bigint, entity varchar, path varchar, delimiter varchar,
    header varchar[], columns varchar[], rows_split bigint, has_blanks boolean, has_quoted_line_ends boolean)`)
  await duck.run(`create or replace table rejected (file_id bigint, record_number bigint, entity varchar, rule varchar,
    column_name varchar, value varchar, message varchar, raw varchar, state varchar, record_key varchar)`)
  await duck.run(`create or replace table warned (file_id bigint, rule varchar, column_name varchar, rows bigint,
    sample_row bigint, sample_value varchar, message varchar)`)
  await duck.run('drop table if exists waiting_rows')
}

/** @returns records read */
async function extractFile(ctx: TaskContext, file: Discovered, before: number): Promise<number> {
  const path = join(ctx.folder, 'split', `${file.fileId}.csv`)
  const malformedPath = join(ctx.folder, 'split', `${file.fileId}-malformed.json`)
  const split = await splitFile(file.path, {
    path,
    malformedPath,
    signal: ctx.signal,
    progress: (records) => ctx.progress(before + records, undefined, file.name),
  })
  await record(ctx, file, split, { path, malformedPath })
  return split.records
}

async function record(
  { duck, pg }: TaskContext,
  file: Discovered,
  split: SplitFile,
  { path, malformedPath }: { path: string; malformedPath: string },
): Promise<void> {
  const { sniffed: s, records } = split
  const list = (names: (string | null)[]) =>
    `[${names.map((n) => (n === null ? 'null' : literal(n))).join(', ')}]::varchar[]`
  await duck.run(
    `insert into run_files values (${file.fileId}, '${s.entity}', ${literal(file.name)}, '${file.effectiveAt}', ${records})`,
  )
  await duck.run(`insert into split_files values (${file.fileId}, '${s.entity}', ${literal(path)}, ${literal(s.delimiter)},
    ${list(s.header)}, ${list(s.columns)}, ${records - split.malformed}, ${split.hasBlanks}, ${split.hasQuotedLineEnds})`)
  if (split.malformed > 0)
    await duck.run(`insert into rejected
      select ${file.fileId}, n, '${s.entity}', rule, null, null, message, to_json(struct_pack("_raw" := raw))::varchar, 'quarantined', null
      from read_json(${literal(malformedPath)}, format = 'newline_delimited', maximum_object_size = 4000000,
        columns = {n: 'BIGINT', rule: 'VARCHAR', message: 'VARCHAR', raw: 'VARCHAR'})`)
  const warn = (rule: string, column: string, rows: number, message: string) =>
    duck.run(
      `insert into warned values (${file.fileId}, '${rule}', ${literal(column)}, ${rows}, null, null, ${literal(message)})`,
    )
  for (const name of s.unknown)
    await warn(
      'unknown_column',
      name,
      records,
      `the column “${name}” is not part of the contract and was kept out of the warehouse`,
    )
  if (records === 0)
    await warn('no_records', '', 0, 'the file has a header and no records: nothing was loaded from it')
  await pg.query(
    `update pipeline.source_files set entity = $2, encoding = $3, delimiter = $4, header = $5, unknown_columns = $6 where id = $1`,
    [file.fileId, s.entity, split.encoding, s.delimiter, s.header, s.unknown],
  )
}

async function refuse(ctx: TaskContext, file: Discovered, error: StoreroomError): Promise<void> {
  ctx.log.warn({ file: file.name, code: error.code }, error.message)
  const message = error.whatToDo ? `${error.message} ${error.whatToDo}` : error.message
  await ctx.pg.query(
    // A file that was loaded stays loaded when it is refused on being read again.
    `update pipeline.source_files set status = 'rejected', reject_code = $2, reject_message = $3
     where id = $1 and status <> 'loaded'`,
    [file.fileId, error.code, message],
  )
}

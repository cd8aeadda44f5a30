import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { SourceError, StoreroomError } from '@/lib/core/errors'
import type { Task, TaskContext } from '../context'
import { literal } from '../duckdb/csv'
import { detectEncoding, type Encoding, utf8Bytes } from '../extract/read'
import { headerLine, MAX_HEADER, type Sniffed, sniffHeader } from '../extract/sniff'
import { Splitter } from '../extract/splitter'
import { pull } from '../transfer'
import { zDiscovered } from './discover'

type Discovered = z.infer<typeof zDiscovered>['files'][number]

/**
 * Splits every file into records (see jobs/extract/splitter.ts). Well-formed ones go to a file of their own that
 * DuckDB can read without guessing, malformed ones to `rejected`. A file that cannot be read at all is refused
 * with the reason; the others go on. Leaves `split_files`, `run_files`, `waiting_rows`.
 */
export const extract: Task = async (ctx) => {
  const { files } = zDiscovered.parse(ctx.outputs.discover)
  await prepare(ctx)
  const refused: { name: string; message: string }[] = []
  let records = 0
  for (const [index, file] of files.entries()) {
    ctx.signal.throwIfAborted()
    ctx.progress(records, undefined, `${index + 1} of ${files.length}: ${file.name}`)
    try {
      records += await splitFile(ctx, file)
    } catch (error) {
      if (!(error instanceof StoreroomError)) throw error
      await refuse(ctx, file, error)
      refused.push({ name: file.name, message: error.message })
    }
  }
  if (refused.length === files.length)
    throw new SourceError('all_files_refused', refused.map((r) => `${r.name}: ${r.message}`).join('\n'), {
      whatToDo: 'Nothing was loaded. Mend the files as said and drop them in again.',
      context: { refused },
    })
  await pullWaiting(ctx)
  const message =
    refused.length > 0 ? `${refused.length} of ${files.length} files refused` : `${files.length} files`
  return { rows: records, message, output: { records, refused } }
}

async function prepare({ duck, folder }: TaskContext): Promise<void> {
  await rm(join(folder, 'split'), { recursive: true, force: true })
  await mkdir(join(folder, 'split'))
  await duck.run(
    `create or replace table run_files (file_id bigint, entity varchar, name varchar, effective_at timestamptz, rows_read bigint)`,
  )
  await duck.run(`create or replace table split_files (file_id bigint, entity varchar, path varchar, delimiter varchar,
    header varchar[], columns varchar[], rows_split bigint)`)
  await duck.run(`create or replace table rejected (file_id bigint, record_number bigint, entity varchar, rule varchar,
    column_name varchar, value varchar, message varchar, raw varchar, state varchar)`)
  await duck.run(`create or replace table warned (file_id bigint, rule varchar, column_name varchar, rows bigint,
    sample_row bigint, sample_value varchar, message varchar)`)
  await duck.run('drop table if exists waiting_rows')
}

/** @returns records read */
async function splitFile(ctx: TaskContext, file: Discovered): Promise<number> {
  const encoding = await detectEncoding(file.path)
  const path = join(ctx.folder, 'split', `${file.fileId}.csv`)
  const out = createWriteStream(path, { highWaterMark: 8 << 20 })
  const malformedPath = join(ctx.folder, 'split', `${file.fileId}-malformed.json`)
  const malformed = createWriteStream(malformedPath)
  try {
    const { sniffed, records, bad } = await split(ctx, file, encoding, out, malformed)
    await Promise.all([closed(out), closed(malformed)])
    await record(ctx, file, encoding, sniffed, { path, malformedPath, records, bad })
    return records
  } catch (error) {
    out.destroy()
    malformed.destroy()
    throw error
  }
}

async function closed(stream: WriteStream): Promise<void> {
  stream.end()
  await once(stream, 'close')
}

async function split(
  ctx: TaskContext,
  file: Discovered,
  encoding: Encoding,
  out: WriteStream,
  malformed: WriteStream,
) {
  let sniffed: Sniffed | undefined
  let splitter: Splitter | undefined
  let head: Buffer = Buffer.alloc(0)
  let bad = 0
  const begin = (isWhole: boolean) => {
    const line = headerLine(head, isWhole)
    sniffed = sniffHeader(line.text)
    splitter = new Splitter({
      delimiter: sniffed.delimiter,
      fields: sniffed.header.length,
      checkText: encoding === 'utf-8, damaged',
      write: (chunk) => out.write(chunk),
      malformed: (m) => {
        bad++
        malformed.write(
          `${JSON.stringify({ n: m.recordNumber, rule: m.rule, message: m.message, raw: m.raw })}\n`,
        )
      },
    })
    splitter.push(head.subarray(line.next))
  }
  for await (const chunk of utf8Bytes(file.path, encoding)) {
    ctx.signal.throwIfAborted()
    if (splitter) splitter.push(chunk)
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      if (head.length > MAX_HEADER + 1) begin(false)
    }
    if (out.writableNeedDrain) await once(out, 'drain')
    if (malformed.writableNeedDrain) await once(malformed, 'drain')
    if (splitter) ctx.progress(splitter.records, undefined, file.name)
  }
  if (!splitter) begin(true)
  splitter?.end()
  if (!splitter || !sniffed) throw new SourceError('empty_file', 'The file is empty.')
  return { sniffed: sniffed as Sniffed, records: (splitter as Splitter).records, bad }
}

interface SplitResult {
  path: string
  malformedPath: string
  records: number
  bad: number
}

async function record(
  { duck, pg }: TaskContext,
  file: Discovered,
  encoding: Encoding,
  s: Sniffed,
  r: SplitResult,
): Promise<void> {
  const list = (names: (string | null)[]) =>
    `[${names.map((n) => (n === null ? 'null' : literal(n))).join(', ')}]::varchar[]`
  await duck.run(
    `insert into run_files values (${file.fileId}, '${s.entity}', ${literal(file.name)}, '${file.effectiveAt}', ${r.records})`,
  )
  await duck.run(`insert into split_files values (${file.fileId}, '${s.entity}', ${literal(r.path)}, ${literal(s.delimiter)},
    ${list(s.header)}, ${list(s.columns)}, ${r.records - r.bad})`)
  if (r.bad > 0)
    await duck.run(`insert into rejected
      select ${file.fileId}, n, '${s.entity}', rule, null, null, message, to_json(struct_pack("_raw" := raw))::varchar, 'quarantined'
      from read_json(${literal(r.malformedPath)}, format = 'newline_delimited', maximum_object_size = 4000000,
        columns = {n: 'BIGINT', rule: 'VARCHAR', message: 'VARCHAR', raw: 'VARCHAR'})`)
  for (const name of s.unknown)
    await duck.run(`insert into warned values (${file.fileId}, 'unknown_column', ${literal(name)}, ${r.records}, null, null,
      ${literal(`the column “${name}” is not part of the contract and was kept out of the warehouse`)})`)
  await pg.query(
    `update pipeline.source_files set entity = $2, encoding = $3, delimiter = $4, header = $5, unknown_columns = $6 where id = $1`,
    [file.fileId, s.entity, encoding, s.delimiter, s.header, s.unknown],
  )
}

async function refuse(ctx: TaskContext, file: Discovered, error: StoreroomError): Promise<void> {
  ctx.log.warn({ file: file.name, code: error.code }, error.message)
  const message = error.whatToDo ? `${error.message} ${error.whatToDo}` : error.message
  await ctx.pg.query(
    `update pipeline.source_files set status = 'rejected', reject_code = $2, reject_message = $3 where id = $1`,
    [file.fileId, error.code, message],
  )
}

/** The rows that wait for a parent take part again, under their own file and record number. */
async function pullWaiting(ctx: TaskContext): Promise<void> {
  await pull(
    ctx,
    'waiting_rows',
    {
      file_id: 'bigint',
      record_number: 'bigint',
      entity: 'varchar',
      raw: 'varchar',
      effective_at: 'timestamptz',
    },
    `select q.file_id, q.record_number, q.entity, q.raw::text, f.effective_at
     from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id where q.state = 'waiting'`,
  )
}

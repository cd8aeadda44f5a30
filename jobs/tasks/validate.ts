import { z } from 'zod'
import {
  ENTITY_NAMES,
  type Entity,
  type EntityName,
  entities,
  entity as entityOf,
} from '@/lib/contract/entities'
import { normalizeColumn } from '@/lib/contract/header'
import { GUARDED, isRejectsFile } from '@/lib/contract/rejects-file'
import { InternalError } from '@/lib/core/errors'
import { leaveHeld, leaveHeldOf } from '../conform/held-records'
import type { Task, TaskContext } from '../context'
import { literal, rawRecord, readSplitFile } from '../duckdb/csv'
import { leaveDecided } from '../extract/decisions'
import {
  failureList,
  fieldText,
  JUDGEMENT,
  judgeSql,
  recordKey,
  rowSqlSetup,
  sqlType,
  warnings,
} from '../extract/row-sql'

const zSplit = z.object({
  file_id: z.string(),
  entity: z.enum(ENTITY_NAMES),
  path: z.string(),
  delimiter: z.string(),
  header: z.array(z.string()),
  columns: z.array(z.string().nullable()),
  rows_split: z.coerce.number(),
  has_blanks: z.boolean(),
  has_quoted_line_ends: z.boolean(),
  effective_at: z.string(),
})
type SplitFile = z.infer<typeof zSplit>
const zCount = z.object({ n: z.coerce.number() })

/**
 * Gives every record its types and applies the row rules of the contract: `valid_<entity>` holds what passes,
 * `rejected` the rest with the reason, `warned` what is odd but loads. DuckDB reads each split file once.
 */
export const validate: Task = async (ctx) => {
  const { duck } = ctx
  await clearEarlierAttempt(ctx)
  await leaveHeld(ctx)
  for (const statement of rowSqlSetup(ctx.env.storeTimezone, ctx.clock())) await duck.run(statement)

  const files = await duck.rows(
    zSplit,
    `select s.file_id::varchar as file_id, s.entity, s.path, s.delimiter, s.header, s.columns, s.rows_split::varchar as rows_split,
       s.has_blanks, s.has_quoted_line_ends, f.effective_at::varchar as effective_at
     from split_files s join run_files f on f.file_id = s.file_id order by s.file_id`,
  )
  const total = files.reduce((sum, f) => sum + f.rows_split, 0)
  let done = 0
  for (const entity of entities) {
    const own = files.filter((file) => file.entity === entity.name)
    const judge = async () => {
      const before = done
      for (const file of own) {
        ctx.progress(done, total, file.entity)
        await judgeFile(ctx, file)
        done += file.rows_split
      }
      await leaveHeldOf(ctx, entity.name)
      await leaveDecided(ctx, entity.name)
      await judgeWaiting(ctx, entity)
      await settle(ctx, entity)
      return { rows: done - before, message: own.length === 1 ? '1 file' : `${own.length} files` }
    }
    // An entity without a file has at most waiting rows: nothing to show.
    await (own.length > 0 ? ctx.part(entity.name, judge) : judge())
  }
  const [rejected] = await duck.rows(zCount, 'select count(*)::varchar as n from rejected')
  return { rows: total, message: `${rejected?.n ?? 0} rows set aside` }
}

/** Empty `valid_` tables; of `rejected` and `warned` only what extract wrote. */
async function clearEarlierAttempt({ duck }: TaskContext): Promise<void> {
  await duck.run(
    `delete from rejected where rule not in ('malformed_record', 'nul_character', 'invalid_text')`,
  )
  await duck.run(`delete from warned where rule not in ('unknown_column', 'no_records')`)
  for (const entity of entities) {
    const columns = entity.columns.map((c) => `${c.name} ${sqlType(c.type)}`)
    const judgement = Object.entries(JUDGEMENT).map(([name, type]) => `${name} ${type}`)
    await duck.run(`create or replace table valid_${entity.name} (file_id bigint, record_number bigint, effective_at timestamptz,
      ${columns.join(', ')}, is_retry boolean, ${judgement.join(', ')})`)
  }
}

/** @throws InternalError when DuckDB does not find as many records as the splitter: then neither can be trusted */
async function judgeFile({ duck }: TaskContext, file: SplitFile): Promise<void> {
  const entity = entityOf(file.entity)
  const guarded = isRejectsFile(file.header)
  const fields = entity.columns.map((c) => {
    const index = file.columns.indexOf(c.name)
    const given = guarded ? unguarded(`f${index}`) : `f${index}`
    const field = file.has_blanks ? fieldText(given) : given
    return `${index < 0 ? 'null::varchar' : field} as t_${c.name}`
  })
  const source = `select ${file.file_id}::bigint as file_id, timestamptz '${file.effective_at}' as effective_at, false as is_retry,
    ${fields.join(', ')}, * from ${readSplitFile(file)}`
  const before = await rowsOf(duck, file.entity)
  await duck.run(`insert into valid_${file.entity} ${judgeSql(entity, source, rawRecord(file.header))}`)
  const read = (await rowsOf(duck, file.entity)) - before
  if (read !== file.rows_split)
    throw new InternalError(
      'record_count',
      `${file.rows_split} records were split from file ${file.file_id}, but DuckDB read ${read}`,
      {
        context: { fileId: file.file_id, split: file.rows_split, read },
        whatToDo: 'Nothing was published. Please report this with the file: it is a fault of Storeroom.',
      },
    )
}

async function rowsOf(duck: TaskContext['duck'], entity: EntityName): Promise<number> {
  const [row] = await duck.rows(zCount, `select count(*)::varchar as n from valid_${entity}`)
  return row?.n ?? 0
}

const zWaiting = z.object({ file_id: z.string() })

/** Waiting rows of earlier runs: the same rules over their raw records, whose names are those of their file. */
async function judgeWaiting({ duck, pg }: TaskContext, entity: Entity): Promise<void> {
  const files = await duck.rows(
    zWaiting,
    `select distinct file_id::varchar as file_id from waiting_rows where entity = '${entity.name}'`,
  )
  for (const { file_id } of files) {
    const { rows } = await pg.query('select header from pipeline.source_files where id = $1', [file_id])
    const { header } = z.object({ header: z.array(z.string()) }).parse(rows[0])
    const guarded = isRejectsFile(header)
    const fields = entity.columns.map((c) => {
      const name = header.find((h) => normalizeColumn(h) === c.name)
      if (name === undefined) return `null::varchar as t_${c.name}`
      const field = jsonField(name)
      return `${fieldText(guarded ? unguarded(field) : field)} as t_${c.name}`
    })
    const source = `select file_id, record_number, effective_at, true as is_retry, raw as raw_record, ${fields.join(', ')}
      from waiting_rows where entity = '${entity.name}' and file_id = ${file_id}`
    await duck.run(`insert into valid_${entity.name} ${judgeSql(entity, source, 'raw_record')}`)
  }
}

/** A text of a file of refused rows without the apostrophe that kept spreadsheets from running it. */
const unguarded = (field: string) => `regexp_replace(${field}, ${literal(GUARDED)}, '\\1')`

/** A field of a raw record; JSON pointers take any name, paths do not. */
const jsonField = (name: string) =>
  `json_extract_string(raw, ${literal(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)})`

/** Moves the rows that broke a rule to `rejected`, counts the warnings of the others and removes the judgement. */
async function settle({ duck }: TaskContext, entity: Entity): Promise<void> {
  const table = `valid_${entity.name}`
  await duck.run(`insert into rejected
    select v.file_id, v.record_number, '${entity.name}', f.rule, f.column_name, v.value, f.message, v.raw, 'quarantined',
      ${recordKey(entity)}
    from ${table} v join (values ${failureList(entity)}) f(failure, rule, column_name, message) on f.failure = v.failure`)
  await duck.run(`delete from ${table} where failure is not null`)
  for (const [i, w] of warnings(entity).entries()) {
    // A row's value belongs to the first of its warnings, so the sample is one whose first warning this is.
    const isFirst = `warnings & ${2 ** i - 1} = 0`
    await duck.run(`insert into warned
      select file_id, '${w.rule}', '${w.column}', count(*),
        coalesce(min(record_number) filter (${isFirst}), min(record_number)),
        arg_min(value, record_number) filter (${isFirst}), ${literal(w.message)}
      from ${table} where warnings & ${2 ** i} > 0 and not is_retry group by file_id`)
  }
  for (const column of Object.keys(JUDGEMENT)) await duck.run(`alter table ${table} drop column ${column}`)
}

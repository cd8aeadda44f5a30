import { z } from 'zod'
import { countrySpellings, currencyCodes } from '@/lib/contract/countries'
import {
  ENTITY_NAMES,
  type Entity,
  type EntityName,
  entities,
  entity as entityOf,
} from '@/lib/contract/entities'
import { normalizeColumn } from '@/lib/contract/header'
import { InternalError } from '@/lib/core/errors'
import type { Task, TaskContext } from '../context'
import { literal, readSplitFile } from '../duckdb/csv'
import { appendRejected } from '../duckdb/rejected'
import { fieldText, rowSql, sqlType, warnings } from '../extract/row-sql'

const zSplit = z.object({
  file_id: z.string(),
  entity: z.enum(ENTITY_NAMES),
  path: z.string(),
  delimiter: z.string(),
  header: z.array(z.string()),
  columns: z.array(z.string().nullable()),
  rows_split: z.coerce.number(),
  effective_at: z.string(),
})
type SplitFile = z.infer<typeof zSplit>
const zCount = z.object({ n: z.coerce.number() })

/**
 * Gives every record its types and applies the row rules of the contract: `valid_<entity>` holds what passes,
 * `rejected` the rest with the reason, `warned` what is odd but loads. DuckDB reads each split file once; only
 * if a row fails is the file read again for the details.
 */
export const validate: Task = async (ctx) => {
  const { duck } = ctx
  await duck.run(`set variable store_timezone = ${literal(ctx.env.storeTimezone)}`)
  await duck.run(
    `set variable latest = timestamptz ${literal(new Date(ctx.clock().getTime() + 86_400_000).toISOString())}`,
  )
  await loadCodes(ctx)
  await clearEarlierAttempt(ctx)

  const files = await duck.rows(
    zSplit,
    `select s.file_id::varchar as file_id, s.entity, s.path, s.delimiter, s.header, s.columns,
    s.rows_split::varchar as rows_split, f.effective_at::varchar as effective_at
    from split_files s join run_files f on f.file_id = s.file_id order by s.file_id`,
  )
  const total = files.reduce((sum, f) => sum + f.rows_split, 0)
  let done = 0
  for (const file of files) {
    ctx.progress(done, total, file.entity)
    await validateFile(ctx, file)
    done += file.rows_split
  }
  for (const entity of entities) {
    await validateWaiting(ctx, entity)
    await countWarnings(ctx, entity)
  }
  const [rejected] = await duck.rows(zCount, 'select count(*)::varchar as n from rejected')
  return { rows: total, message: `${rejected?.n ?? 0} rows set aside` }
}

/** The spellings of countries and the currency codes the row rules join to. */
async function loadCodes({ duck }: TaskContext): Promise<void> {
  await duck.run('create or replace table country_spellings (spelling varchar, code varchar)')
  const spellings = [...countrySpellings()].map(([spelling, code]) => `(${literal(spelling)}, '${code}')`)
  await duck.run(`insert into country_spellings values ${spellings.join(', ')}`)
  await duck.run('create or replace table currency_codes (code varchar)')
  await duck.run(
    `insert into currency_codes values ${currencyCodes()
      .map((code) => `('${code}')`)
      .join(', ')}`,
  )
}

/** Empty `valid_` tables; of `rejected` and `warned` only what extract wrote. */
async function clearEarlierAttempt({ duck }: TaskContext): Promise<void> {
  await duck.run(
    `delete from rejected where rule not in ('malformed_record', 'nul_character', 'invalid_text')`,
  )
  await duck.run(`delete from warned where rule <> 'unknown_column'`)
  for (const entity of entities) {
    const columns = entity.columns.map((c) => `${c.name} ${sqlType(c.type)}`)
    await duck.run(`create or replace table valid_${entity.name} (file_id bigint, record_number bigint, effective_at timestamptz,
      ${columns.join(', ')}, is_retry boolean, warnings integer)`)
  }
}

async function validateFile(ctx: TaskContext, file: SplitFile): Promise<void> {
  const { duck } = ctx
  const entity = entityOf(file.entity)
  const fields = entity.columns.map((c) => {
    const index = file.columns.indexOf(c.name)
    return `${index < 0 ? 'null::varchar' : fieldText(`f${index}`)} as t_${c.name}`
  })
  const sql = rowSql(
    entity,
    `select ${file.file_id}::bigint as file_id, record_number, timestamptz '${file.effective_at}' as effective_at,
    false as is_retry, ${fields.join(', ')} from ${readSplitFile(file.path, file.delimiter, file.header.length)}`,
  )
  const before = await rowsOf(ctx, file.entity)
  await duck.run(`insert into valid_${file.entity} ${sql.accepted}`)
  const accepted = (await rowsOf(ctx, file.entity)) - before
  if (accepted === file.rows_split) return
  await appendRejected(duck, file.entity, sql.refused)
  const [refused] = await duck.rows(
    zCount,
    `select count(*)::varchar as n from rejected where file_id = ${file.file_id}
    and rule not in ('malformed_record', 'nul_character', 'invalid_text')`,
  )
  if (accepted + (refused?.n ?? 0) !== file.rows_split)
    throw new InternalError(
      'record_count',
      `${file.rows_split} records were split from file ${file.file_id}, but DuckDB read ${accepted} good and ${refused?.n ?? 0} bad ones`,
      {
        context: { fileId: file.file_id, split: file.rows_split, accepted, refused: refused?.n ?? 0 },
        whatToDo: 'Nothing was published. Please report this with the file: it is a fault of Storeroom.',
      },
    )
}

async function rowsOf({ duck }: TaskContext, entity: EntityName): Promise<number> {
  const [row] = await duck.rows(zCount, `select count(*)::varchar as n from valid_${entity}`)
  return row?.n ?? 0
}

const zWaiting = z.object({ file_id: z.string() })

/** Waiting rows of earlier runs: the same rules over their raw records, whose names are those of their file. */
async function validateWaiting({ duck, pg }: TaskContext, entity: Entity): Promise<void> {
  const files = await duck.rows(
    zWaiting,
    `select distinct file_id::varchar as file_id from waiting_rows where entity = '${entity.name}'`,
  )
  for (const { file_id } of files) {
    const { rows } = await pg.query('select header from pipeline.source_files where id = $1', [file_id])
    const { header } = z.object({ header: z.array(z.string()) }).parse(rows[0])
    const fields = entity.columns.map((c) => {
      const name = header.find((h) => normalizeColumn(h) === c.name)
      return `${name === undefined ? 'null::varchar' : fieldText(`json_extract_string(raw, ${literal(`$."${name}"`)})`)} as t_${c.name}`
    })
    const sql = rowSql(
      entity,
      `select file_id, record_number, effective_at, true as is_retry, ${fields.join(', ')}
      from waiting_rows where entity = '${entity.name}' and file_id = ${file_id}`,
    )
    await duck.run(`insert into valid_${entity.name} ${sql.accepted}`)
    await appendRejected(duck, entity.name, sql.refused)
  }
}

async function countWarnings({ duck }: TaskContext, entity: Entity): Promise<void> {
  for (const [i, w] of warnings(entity).entries())
    await duck.run(`insert into warned
      select file_id, '${w.rule}', '${w.column}', count(*), min(record_number), null, ${literal(w.message)}
      from valid_${entity.name} where warnings & ${2 ** i} > 0 and not is_retry group by file_id`)
}

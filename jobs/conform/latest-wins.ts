import { z } from 'zod'
import type { DuckSession } from '../duckdb/session'
import { drop } from './model'

/** What `latestWins` needs to know of an entity. `content` are the columns that make two records identical. */
export interface Entity {
  name: string
  key: string[]
  content: string[]
}

const list = (columns: string[], prefix = '') => columns.map((c) => `${prefix}${c}`).join(', ')
const on = (columns: string[], a: string, b: string) =>
  columns.map((c) => `${a}.${c} = ${b}.${c}`).join(' and ')
const tuple = (alias: string) => `row(${alias}.effective_at, ${alias}.file_id, ${alias}.record_number)`

/**
 * Decides the fate of every record of `resolved_<name>` against its rivals of the batch and the record
 * the warehouse holds (`state_<name>`): the later one wins.
 *
 * Leaves `decided_<name>`: one row a key of the batch, the winner of the batch, with
 * `fate` (loaded, unchanged, superseded) and `advances`: an unchanged record later than the stored one,
 * whose place in time the stored one takes (else a record that arrives late between the two would win).
 * Adds to `accounting` and `released`.
 */
export async function latestWins(duck: DuckSession, entity: Entity): Promise<void> {
  const { name, key, content } = entity
  const batch = `resolved_${name}`
  await duck.run(`create or replace table rivals_${name} as
    select ${list(key)} from ${batch} group by ${list(key)} having count(*) > 1`)
  const rivals = await count(duck, `rivals_${name}`)
  const state = await count(duck, `state_${name}`)

  // The usual first load has neither rivals nor a past: nothing to compare, and no second copy of the rows.
  await drop(duck, `decided_${name}`)
  if (rivals === 0 && state === 0) {
    await duck.run(
      `create view decided_${name} as select *, 'loaded' as fate, false as advances from ${batch}`,
    )
    await account(duck, `decided_${name}`)
    return
  }

  const same = `row(${list(content, 'w.')}) is not distinct from row(${list(content, 's.')})`
  const winners =
    rivals === 0
      ? `select * from ${batch}`
      : `select b.* from ${batch} b anti join rivals_${name} r on ${on(key, 'b', 'r')}
         union all by name
         select b.* from ${batch} b semi join rivals_${name} r on ${on(key, 'b', 'r')}
         qualify row_number() over (partition by ${list(key, 'b.')}
           order by b.effective_at desc, b.file_id desc, b.record_number desc) = 1`
  await duck.run(`create table decided_${name} as
    with winners as (${winners})
    select w.*,
      case when s.file_id is null then 'loaded'
           when ${same} then 'unchanged'
           when ${tuple('w')} > ${tuple('s')} then 'loaded'
           else 'superseded' end as fate,
      s.file_id is not null and ${same} and w.effective_at > s.effective_at as advances
    from winners w left join state_${name} s on ${on(key, 'w', 's')}`)
  await account(duck, `decided_${name}`)
  if (rivals > 0) await accountRivals(duck, entity)
}

/** The losers within the batch: identical to the record that stands → unchanged, else superseded. */
async function accountRivals(duck: DuckSession, { name, key, content }: Entity): Promise<void> {
  const stands = (c: string) => `case when w.fate = 'superseded' then s.${c} else w.${c} end`
  await duck.run(`create or replace table losers_${name} as
    select b.file_id, b.record_number, b.is_retry,
      case when row(${list(content, 'b.')}) is not distinct from row(${content.map(stands).join(', ')})
        then 'unchanged' else 'superseded' end as fate
    from resolved_${name} b
    semi join rivals_${name} r on ${on(key, 'b', 'r')}
    join decided_${name} w on ${on(key, 'b', 'w')}
    left join state_${name} s on ${on(key, 'b', 's')}
    where (b.file_id, b.record_number) <> (w.file_id, w.record_number)`)
  await account(duck, `losers_${name}`)
  await duck.run(`insert into warned
    select file_id, 'duplicate_key', '${key.at(-1)}', sum(copies), min(sample_row), min(sample_value),
      'the same key stands more than once in this file with different content and nothing but the record number to order it: the last one was loaded'
    from (
      select b.file_id, count(*) as copies, max(b.record_number) as sample_row,
        concat_ws(' / ', ${key.map((k) => `b.${k}::varchar`).join(', ')}) as sample_value
      from resolved_${name} b semi join rivals_${name} r on ${on(key, 'b', 'r')}
      group by b.file_id, b.effective_at, ${list(key, 'b.')}
      having count(distinct row(${list(content, 'b.')})::varchar) > 1)
    group by file_id`)
}

/** Adds the fates of a table's rows to the books: counts per file, and each released waiting row. */
export async function account(duck: DuckSession, table: string): Promise<void> {
  await duck.run(`insert into accounting select file_id, fate, is_retry, count(*) from ${table} group by all`)
  await duck.run(`insert into released select file_id, record_number, fate from ${table} where is_retry`)
}

/** Number of rows of a DuckDB table or query in parentheses. */
export async function count(duck: DuckSession, table: string): Promise<number> {
  const [row] = await duck.rows(z.object({ n: z.coerce.number() }), `select count(*) as n from ${table}`)
  return row?.n ?? 0
}

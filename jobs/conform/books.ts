import { z } from 'zod'
import { InternalError } from '@/lib/core/errors'
import type { TaskContext } from '../context'

/** Rules that conform adds; what an earlier attempt of the task left under them is cleared first. */
const ownRules = [
  'unknown_order',
  'unknown_product',
  'unknown_customer',
  'unknown_line',
  'unknown_supplier',
  'missing_rate',
]

/** Opens the books of a run: the fate of every record ends in `accounting` (counted) or `rejected` (kept). */
export async function openBooks(ctx: TaskContext): Promise<void> {
  const rules = ownRules.map((rule) => `'${rule}'`).join(', ')
  await ctx.duck.run(`delete from rejected where rule in (${rules})`)
  await ctx.duck.run(`delete from warned where rule = 'duplicate_key'`)
  await ctx.duck.run(
    'create or replace table accounting (file_id bigint, fate varchar, is_retry boolean, row_count bigint)',
  )
  await ctx.duck.run(
    'create table if not exists held_records (file_id bigint, record_number bigint, state varchar)',
  )
  await ctx.duck.run('create or replace table released (file_id bigint, record_number bigint, fate varchar)')
}

const zBalance = z.object({
  file_id: z.string(),
  name: z.string(),
  rows_read: z.coerce.number(),
  loaded: z.coerce.number(),
  unchanged: z.coerce.number(),
  superseded: z.coerce.number(),
  quarantined: z.coerce.number(),
})
export type FileBalance = z.infer<typeof zBalance>

/**
 * The balance of each file of the run: read = loaded + unchanged + superseded + quarantined.
 * @throws InternalError naming the file if a record is missing or counted twice; nothing is published then.
 */
export async function closeBooks(ctx: TaskContext): Promise<FileBalance[]> {
  const balances = await ctx.duck.rows(
    zBalance,
    `with fates as (
       select file_id, coalesce(sum(row_count) filter (fate = 'loaded'), 0) as loaded,
         coalesce(sum(row_count) filter (fate = 'unchanged'), 0) as unchanged,
         coalesce(sum(row_count) filter (fate = 'superseded'), 0) as superseded
       from accounting where not is_retry group by file_id
     ),
     -- Of a file that is loaded again: records that have their place in the quarantine, or left it, keep it.
     held as (
       select file_id, count(*) filter (state = 'released') as settled, count(*) filter (state <> 'released') as aside
       from held_records group by file_id
     ),
     kept as (
       select k.file_id, count(*) as quarantined
       from (select file_id, record_number from rejected union select file_id, record_number from decided) k
       anti join held_records h on h.file_id = k.file_id and h.record_number = k.record_number
       group by k.file_id
     )
     select f.file_id::varchar as file_id, f.name, f.rows_read::bigint::varchar as rows_read,
       coalesce(a.loaded, 0)::bigint::varchar as loaded,
       (coalesce(a.unchanged, 0) + coalesce(h.settled, 0))::bigint::varchar as unchanged,
       coalesce(a.superseded, 0)::bigint::varchar as superseded,
       (coalesce(k.quarantined, 0) + coalesce(h.aside, 0))::bigint::varchar as quarantined
     from run_files f
     left join fates a on a.file_id = f.file_id
     left join kept k on k.file_id = f.file_id
     left join held h on h.file_id = f.file_id
     order by f.file_id`,
  )
  for (const b of balances) {
    const sum = b.loaded + b.unchanged + b.superseded + b.quarantined
    if (sum !== b.rows_read)
      throw new InternalError(
        'row_balance',
        `${b.name}: ${b.rows_read} records were read but ${sum} are accounted for (${b.loaded} loaded, ${b.unchanged} unchanged, ${b.superseded} superseded, ${b.quarantined} quarantined)`,
        {
          context: { ...b },
          whatToDo: 'Nothing was published. Please report this with the file: it is a fault of Storeroom.',
        },
      )
  }
  return balances
}

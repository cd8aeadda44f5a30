import { z } from 'zod'
import type { Task, TaskContext } from '../context'
import { type Fact, facts, partitionName, type Quarter, quarter } from '../load/facts'
import { calendarYear } from '../merge/calendar'
import { keepQuarantine } from '../merge/quarantine-books'
import { keepRunBooks } from '../merge/run-books'
import { writeRows } from '../merge/write-rows'
import { rememberBefore } from '../publish/load-changes'
import { sqlFile } from '../sql/sql'
import { zConformOutput } from './conform'
import { zLoadOutput } from './load'

/**
 * Moves what load put beside the warehouse into it, inside the publishing transaction: dimensions first,
 * rows without a successor out, new partitions attached, the other rows written, obsolete versions out.
 */
export const merge: Task = async (ctx) => {
  const { newPartitions, grownPartitions, staged } = zLoadOutput.parse(ctx.outputs.load)
  await ctx.tx.query(`set local timezone = 'UTC'`)
  // Foreign keys of new partitions are proved by one hash join each; it should not spill.
  await ctx.tx.query(`set local maintenance_work_mem = '512MB'`)
  await ctx.tx.query(`set local work_mem = '128MB'`)
  // 3,000 sampled rows a table instead of 30,000: enough to plan by what this transaction has written.
  await ctx.tx.query('set local default_statistics_target = 10')

  await rememberBefore(ctx)
  await ctx.tx.query(sqlFile('merge/dimensions'))
  await ctx.tx.query('analyze warehouse.dim_products, warehouse.dim_customers, warehouse.dim_suppliers')
  await addCalendarYears(ctx)
  // Else each line's foreign key to the partitioned orders is planned anew: 196 µs a line instead of 40.
  await ctx.tx.query(`set local plan_cache_mode = 'force_generic_plan'`)
  await ctx.tx.query(sqlFile('merge/remove_departed'))
  let rows = 0
  for (const fact of facts) {
    ctx.progress(rows, undefined, fact.table)
    const of = ({ table }: { table: string }) => table === fact.table
    const written = await ctx.part(fact.table, async () => {
      for (const { quarter: name } of newPartitions.filter(of)) await attach(ctx, fact, quarter(name))
      const changed = (staged[fact.table] ?? 0) > 0 ? await writeRows(ctx.tx, fact) : 0
      for (const { quarter: name } of grownPartitions.filter(of))
        await ctx.tx.query(`analyze ${partitionName(fact, quarter(name))}`)
      return { rows: changed }
    })
    rows += written.rows
  }
  await ctx.tx.query(`set local plan_cache_mode = 'auto'`)
  await ctx.tx.query(sqlFile('merge/move_pointers'))
  await ctx.tx.query(sqlFile('merge/remove_obsolete'))
  await dropEmptyYears(ctx, staged)
  await keepBooks(ctx)
  return { rows, message: `${newPartitions.length} partitions attached, ${rows} rows written` }
}

/** Makes a partition that load has built part of its table; PostgreSQL proves its foreign keys on the way. */
async function attach({ tx }: TaskContext, fact: Fact, q: Quarter): Promise<void> {
  const partition = partitionName(fact, q)
  await tx.query(
    `alter table warehouse.${fact.table} attach partition ${partition} for values from (${q.from}) to (${q.to})`,
  )
  await tx.query(`alter table ${partition} drop constraint in_range`)
}

const zYears = z.object({ first: z.number().nullable(), last: z.number().nullable() })

/** dim_dates covers whole calendar years from the first to the last fact: adds those that are missing. */
async function addCalendarYears(ctx: TaskContext): Promise<void> {
  const wanted =
    await ctx.tx.query(`select min(date_key) / 10000 as first, max(date_key) / 10000 as last from (
    select date_key from staging.touched_days
    union all select date_key from staging.inventory_movements
    ${zLoadOutput
      .parse(ctx.outputs.load)
      .newPartitions.map((p) => `union all select ${quarter(p.quarter).from}`)
      .join(' ')}) days`)
  const held = await ctx.tx.query(
    'select min(year)::integer as first, max(year)::integer as last from warehouse.dim_dates',
  )
  const want = zYears.parse(wanted.rows[0])
  const have = zYears.parse(held.rows[0])
  if (want.first === null || want.last === null) return
  const first = Math.min(want.first, have.first ?? want.first)
  const last = Math.max(want.last, have.last ?? want.last)
  for (let year = first; year <= last; year++) {
    if (have.first !== null && have.last !== null && year >= have.first && year <= have.last) continue
    await ctx.tx.query(
      `insert into warehouse.dim_dates select * from jsonb_populate_recordset(null::warehouse.dim_dates, $1::jsonb)`,
      [JSON.stringify(await calendarYear(year, ctx.env))],
    )
  }
}

/** A corrected date can leave the first or last year without a fact: then it goes, as if it had never come. */
async function dropEmptyYears(ctx: TaskContext, staged: Record<string, number>): Promise<void> {
  if ((staged.replaced_orders ?? 0) + (staged.replaced_movements ?? 0) === 0) return
  await ctx.tx.query(sqlFile('merge/drop_empty_years'))
}

/** Writes what became of every record: counts per file, kept rows, released rows, warnings. */
async function keepBooks(ctx: TaskContext): Promise<void> {
  const { files } = zConformOutput.parse(ctx.outputs.conform)
  await keepRunBooks(ctx, files)
  await ctx.tx.query(
    `update pipeline.source_files f
     set status = 'loaded', run_id = $1, rows_read = b.rows_read, rows_loaded = b.loaded, rows_unchanged = b.unchanged,
       rows_superseded = b.superseded, rows_quarantined = b.quarantined
     from jsonb_to_recordset($2::jsonb) as b (file_id bigint, rows_read bigint, loaded bigint, unchanged bigint,
       superseded bigint, quarantined bigint)
     where f.id = b.file_id and f.status <> 'loaded'`,
    [String(ctx.run.id), JSON.stringify(files)],
  )
  await ctx.tx.query(sqlFile('merge/release_waiting'))
  await keepQuarantine(ctx.tx, ctx.run.id)
  await ctx.tx.query(`insert into pipeline.file_warnings (file_id, rule, column_name, rows, sample_row, sample_value, message)
    select file_id, rule, column_name, rows, sample_row, sample_value, message from staging.file_warnings
    on conflict (file_id, rule, column_name) do update set rows = file_warnings.rows + excluded.rows`)
}

import { z } from 'zod'
import { entity as contractEntity, ENTITY_NAMES, type EntityName } from '@/lib/contract/entities'
import type { TaskContext } from '../context'
import { literal } from '../duckdb/csv'
import { sqlType } from '../extract/row-sql'
import { pull } from '../transfer'

const zEntity = z.object({ entity: z.enum(ENTITY_NAMES) })

/**
 * Finds the refused rows that a later file has made good: one that arrived later and whose record of the same key
 * was accepted. Leaves `fixed_entries` (file_id, record_number, fixed_by). The refused row itself never got in, so it
 * stays counted as quarantined in the books of its file; rows that wait are left alone, they can still load.
 */
export async function findFixed(ctx: TaskContext): Promise<void> {
  const { duck } = ctx
  await duck.run(
    'create or replace table fixed_entries (file_id bigint, record_number bigint, fixed_by bigint)',
  )
  const batch = await duck.rows(
    zEntity,
    `select entity from (select entity from run_files union select entity from waiting_rows) order by entity`,
  )
  if (batch.length === 0) return
  await duck.run('drop table if exists refused_rows')
  await pull(
    ctx,
    'refused_rows',
    { file_id: 'bigint', record_number: 'bigint', entity: 'varchar', record_key: 'varchar' },
    `select file_id, record_number, entity, record_key::text from pipeline.quarantine
     where state = 'quarantined' and record_key is not null and entity in (${batch.map((b) => literal(b.entity)).join(', ')})`,
  )
  await duck.run(`insert into refused_rows select file_id, record_number, entity, record_key from rejected
    where state = 'quarantined' and record_key is not null`)
  const refused = await duck.rows(zEntity, 'select distinct entity from refused_rows order by entity')
  for (const { entity } of refused) await duck.run(`insert into fixed_entries ${fixedOf(entity)}`)
}

function fixedOf(name: EntityName): string {
  const { key, columns } = contractEntity(name)
  const typed = key.map((k) => {
    const type = columns.find((c) => c.name === k)?.type
    return `try_cast(json_extract_string(record_key, ${literal(`/${k}`)}) as ${type ? sqlType(type) : 'varchar'}) as ${k}`
  })
  return `select e.file_id, e.record_number, max(r.file_id)
    from (select file_id, record_number, ${typed.join(', ')} from refused_rows where entity = ${literal(name)}) e
    join resolved_${name} r on r.file_id > e.file_id and ${key.map((k) => `r.${k} = e.${k}`).join(' and ')}
    group by e.file_id, e.record_number`
}

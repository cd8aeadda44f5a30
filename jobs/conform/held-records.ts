import type { TaskContext } from '../context'
import { pull } from '../transfer'

/**
 * When files are loaded again, the records the quarantine holds of them, or has let go, are left to it: they
 * are corrected, released and discarded there, and a second copy from the file would undo that.
 * Leaves `held_records`, empty in a run over the inbox.
 */
export async function leaveHeld(ctx: TaskContext): Promise<void> {
  await ctx.duck.run('drop table if exists held_records')
  const ids = (ctx.run.reloadFileIds ?? []).map((id) => BigInt(id).toString())
  await pull(
    ctx,
    'held_records',
    { file_id: 'bigint', record_number: 'bigint', state: 'varchar' },
    `select file_id, record_number, state from pipeline.quarantine where file_id = any('{${ids.join(',')}}'::bigint[])`,
  )
  // What is in `rejected` at this point was split from the files: malformed records.
  await ctx.duck.run(`delete from rejected r using held_records h
    where h.file_id = r.file_id and h.record_number = r.record_number`)
}

/** The same for the records of one entity that were judged just now, before the waiting ones are. */
export async function leaveHeldOf({ duck }: TaskContext, entity: string): Promise<void> {
  await duck.run(`delete from valid_${entity} v using held_records h
    where h.file_id = v.file_id and h.record_number = v.record_number and not v.is_retry`)
  // Their warnings were counted when the file was first loaded.
}

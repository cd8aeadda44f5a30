import { z } from 'zod'
import type { TaskContext } from '../context'
import { pull } from '../transfer'

const zCount = z.object({ n: z.coerce.number() })

/** Rows of the quarantine somebody wants tried again: they are work for a run even when no file is new. */
export async function countRetries({ pg }: TaskContext): Promise<number> {
  const { rows } = await pg.query(`select count(*) as n from pipeline.quarantine where state = 'retry'`)
  return zCount.parse(rows[0]).n
}

/**
 * The rows kept aside that take part in this run (those that wait for a parent and those to be tried again)
 * as `waiting_rows`, under their own file, record number and time: a correction changes what a record says,
 * not when it was said, so a newer record of its key still wins. What was corrected is read in place of the original.
 */
export async function pullKeptRows(ctx: TaskContext): Promise<void> {
  await pull(
    ctx,
    'waiting_rows',
    {
      file_id: 'bigint',
      record_number: 'bigint',
      entity: 'varchar',
      raw: 'varchar',
      effective_at: 'timestamptz',
      revision: 'integer',
    },
    `select q.file_id, q.record_number, q.entity, coalesce(q.corrected, q.raw)::text, f.effective_at, q.revision
     from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id where q.state in ('waiting', 'retry')`,
  )
}

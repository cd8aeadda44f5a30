import type { FileBalance } from '../conform/books'
import type { TaskContext } from '../context'
import { sqlFile } from '../sql/sql'

/**
 * The run's own books: what became of the records of each file it read. A file that is loaded again keeps the books
 * of its first load, but for records that are refused now and were not then; its warnings were counted then, too.
 * To be called before the files of this run are marked as loaded.
 */
export async function keepRunBooks({ tx, run }: TaskContext, files: FileBalance[]): Promise<void> {
  await tx.query(
    `insert into pipeline.run_files
     select $1, file_id, rows_read, loaded, unchanged, superseded, quarantined
     from jsonb_to_recordset($2::jsonb) as b (file_id bigint, rows_read bigint, loaded bigint, unchanged bigint,
       superseded bigint, quarantined bigint)`,
    [String(run.id), JSON.stringify(files)],
  )
  if (!run.reloadFileIds) return
  await tx.query(sqlFile('merge/reloaded_files'))
  await tx.query(
    `delete from staging.file_warnings w using pipeline.source_files f
     where f.id = w.file_id and f.status = 'loaded' and f.id = any($1)`,
    [run.reloadFileIds],
  )
}

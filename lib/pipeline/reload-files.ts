import { z } from 'zod'
import { env } from '@/lib/core/env'
import { ContractError } from '@/lib/core/errors'
import { query } from '@/lib/db/sql'
import { enqueueRun, type RunRequest } from './enqueue-run'
import { count } from './states'

const day = z.iso.date('A day as YYYY-MM-DD.')

/** Which archived files to load again: these. */
export const reloadByFile = z.strictObject({
  fileIds: z.array(z.number().int().positive()).min(1).max(10_000),
})
/** Which archived files to load again: those that arrived on these days, both included, in the store's time zone. */
export const reloadByDay = z.strictObject({ arrivedFrom: day, arrivedTo: day })
export type ReloadRequest = z.infer<typeof reloadByFile> | z.infer<typeof reloadByDay>

/**
 * Queues a run that loads archived files again, through the same tasks and under their recorded arrival: rows the
 * warehouse has come back as unchanged, lost or damaged ones are loaded, and records in quarantine stay there (they
 * have their own ways out). The books of a file stay those of its first load; the run has its own.
 * @throws ContractError when a file is unknown or was never loaded, or none arrived in the range
 */
export async function reloadFiles(
  which: ReloadRequest,
  by: Pick<RunRequest, 'trigger' | 'requestedBy'>,
): Promise<{ runId: number; already: boolean; files: number }> {
  const settings = env()
  const chosen = 'fileIds' in which ? [...new Set(which.fileIds)] : null
  const found = await query(
    z.object({ id: count, status: z.string() }),
    `select id, status from pipeline.source_files
     where case when $1::bigint[] is not null then id = any($1)
       else status <> 'received' and (arrived_at at time zone $4)::date between $2::date and $3::date end
     order by id`,
    [
      chosen,
      'fileIds' in which ? null : which.arrivedFrom,
      'fileIds' in which ? null : which.arrivedTo,
      settings.storeTimezone,
    ],
  )
  const unusable = (chosen ?? []).filter((id) => !found.some((f) => f.id === id && f.status !== 'received'))
  if (unusable.length > 0)
    throw new ContractError('not_reloadable', `These files cannot be loaded again: ${unusable.join(', ')}.`, {
      context: { fileIds: unusable },
      whatToDo:
        'Name files that were loaded or rejected (GET /api/pipeline/files); one that a failed run left is taken by the next run.',
    })
  if (found.length === 0)
    throw new ContractError('no_files', 'No file arrived on these days.', {
      whatToDo: 'GET /api/pipeline/files says when each file arrived.',
    })
  const fileIds = found.map((file) => file.id)
  const queued = await enqueueRun({ ...by, inboxDir: settings.inboxDir, reloadFileIds: fileIds })
  return { ...queued, files: fileIds.length }
}

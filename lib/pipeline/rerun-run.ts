import { z } from 'zod'
import { queryOne } from '@/lib/db/sql'
import { enqueueRun, type RunRequest } from './enqueue-run'
import { count, isFinal, RUN_STATUSES } from './states'

export type RerunResult = { runId: number; already: boolean } | 'not_found' | 'not_ended'

/**
 * Queues a run that does what run `runId` was asked to do: looks at the same inbox for what is new, or loads the
 * same archived files again. The new run names the one it repeats.
 */
export async function rerunRun(
  runId: number,
  by: Pick<RunRequest, 'trigger' | 'requestedBy'>,
): Promise<RerunResult> {
  const run = await queryOne(
    z.object({ status: z.enum(RUN_STATUSES), inboxDir: z.string(), reload: z.array(count).nullable() }),
    `select status, inbox_dir as "inboxDir", reload_file_ids as reload from pipeline.runs where id = $1`,
    [runId],
  )
  if (!run) return 'not_found'
  if (!isFinal(run.status)) return 'not_ended'
  return enqueueRun({
    ...by,
    inboxDir: run.inboxDir,
    repeats: runId,
    ...(run.reload ? { reloadFileIds: run.reload } : {}),
  })
}

import { z } from 'zod'
import { type ApiCaller, callerName } from '@/lib/auth/caller'
import { env } from '@/lib/core/env'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'

/** Part of a body: whether a run is wanted at once, rather than waiting for the next. */
export const runNow = z.boolean().default(false)

/** Queues a run when one is wanted and there is something for it to do. @returns its number, or null */
export async function runAfter(wanted: boolean, caller: ApiCaller): Promise<number | null> {
  if (!wanted) return null
  const { runId } = await enqueueRun({
    trigger: caller.kind === 'user' ? 'button' : 'api',
    requestedBy: callerName(caller),
    inboxDir: env().inboxDir,
  })
  return runId
}

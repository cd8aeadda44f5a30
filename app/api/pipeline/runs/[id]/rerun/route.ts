import { ApiError, route } from '@/app/api/_lib/route'
import { rerunRun } from '@/lib/pipeline/rerun-run'
import { queued, requestedBy } from '../../queued'
import { noSuchRun, parseRunId } from '../run-id'

/** Queues a run that does what this one was asked to do. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params, caller }) => {
  const id = parseRunId(params.id)
  const result = await rerunRun(id, requestedBy(caller))
  if (result === 'not_found') throw noSuchRun(id)
  if (result === 'not_ended')
    throw new ApiError(409, 'not_ended', `Run ${id} has not ended.`, 'Wait for its end, or cancel it.')
  return queued({ run: result.runId, already: result.already })
})

import { ApiError, route } from '@/app/api/_lib/route'
import { cancelRun } from '@/lib/pipeline/cancel-run'
import { noSuchRun, parseRunId } from '../run-id'

/** Cancels a run that waits, or asks the one that executes to stop; nothing of it is published. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params }) => {
  const id = parseRunId(params.id)
  const result = await cancelRun(id)
  if (result === 'not_found') {
    throw noSuchRun(id)
  }
  if (result === 'already_ended') {
    throw new ApiError(409, 'already_ended', `Run ${id} has ended.`, 'There is nothing left to cancel.')
  }
  return Response.json({ run: id, status: result }, { status: 202 })
})

import { ApiError, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { resumeRun } from '@/lib/pipeline/resume-run'
import { queued } from '../../queued'
import { noSuchRun, parseRunId } from '../run-id'

/** Queues a failed run again, to go on from the task that failed. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params, caller }) => {
  const id = parseRunId(params.id)
  const result = await resumeRun(id, callerName(caller))
  if (result === 'not_found') throw noSuchRun(id)
  if (result === 'not_failed')
    throw new ApiError(
      409,
      'not_failed',
      `Run ${id} has not failed.`,
      'Only a failed run can go on from where it failed.',
    )
  return queued({ run: result.runId, from: result.from })
})

import { type ApiCaller, callerName } from '@/lib/auth/caller'
import type { RunRequest } from '@/lib/pipeline/enqueue-run'

/** Who asks for a run, as it is stored with it. */
export function requestedBy(caller: ApiCaller): Pick<RunRequest, 'trigger' | 'requestedBy'> {
  return { trigger: caller.kind === 'user' ? 'button' : 'api', requestedBy: callerName(caller) }
}

/** 202 with where to see what becomes of the run. */
export function queued(body: {
  run: number
  already?: boolean
  files?: number
  from?: string | null
}): Response {
  return Response.json(body, { status: 202, headers: { location: `/api/pipeline/runs/${body.run}` } })
}

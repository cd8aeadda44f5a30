import { parseSearch, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { env } from '@/lib/core/env'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRuns } from '@/lib/pipeline/list-runs'
import { runSearch } from '@/lib/pipeline/searches'

/** Runs, newest first. */
export const GET = route({}, async ({ url }) => Response.json(await listRuns(parseSearch(runSearch, url))))

/** Queues a run; asking again while it waits gives the same one. */
export const POST = route({ admin: true }, async ({ caller }) => {
  const { runId, already } = await enqueueRun({
    trigger: caller.kind === 'user' ? 'button' : 'api',
    requestedBy: callerName(caller),
    inboxDir: env().inboxDir,
  })
  return Response.json(
    { run: runId, already },
    { status: 202, headers: { location: `/api/pipeline/runs/${runId}` } },
  )
})

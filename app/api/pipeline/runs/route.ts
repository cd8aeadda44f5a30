import { parseBody, parseSearch, route } from '@/app/api/_lib/route'
import { env } from '@/lib/core/env'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRuns } from '@/lib/pipeline/list-runs'
import { reloadFiles } from '@/lib/pipeline/reload-files'
import { runRequest } from '@/lib/pipeline/run-request'
import { runSearch } from '@/lib/pipeline/searches'
import { queued, requestedBy } from './queued'

/** Runs, newest first. */
export const GET = route({}, async ({ url }) => Response.json(await listRuns(parseSearch(runSearch, url))))

/** Queues a run over the inbox, or one that loads archived files again; asking again while it waits gives the same one. */
export const POST = route({ admin: true }, async ({ request, caller }) => {
  const asked = await parseBody(runRequest, request)
  const by = requestedBy(caller)
  if (asked.action === 'reload') {
    const { runId, already, files } = await reloadFiles(asked, by)
    return queued({ run: runId, already, files })
  }
  const { runId, already } = await enqueueRun({ ...by, inboxDir: env().inboxDir })
  return queued({ run: runId, already })
})

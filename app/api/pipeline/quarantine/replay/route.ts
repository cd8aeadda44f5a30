import { z } from 'zod'
import { parseBody, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { chosenEntries, replayEntries } from '@/lib/pipeline/quarantine/change-entries'
import { runAfter, runNow } from '../run-after'

const body = z.object({ rows: chosenEntries, run: runNow })

/** Has rows tried again by the next run, or by one queued at once. */
export const POST = route({ admin: true }, async ({ request, caller }) => {
  const { rows, run } = await parseBody(body, request)
  const done = await replayEntries(rows, callerName(caller))
  return Response.json({ ...done, run: await runAfter(run && done.changed > 0, caller) })
})

import { z } from 'zod'
import { parseBody, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { chosenEntries, restoreEntries } from '@/lib/pipeline/quarantine/change-entries'

const body = z.object({ rows: chosenEntries })

/** Takes discards back. */
export const POST = route({ admin: true }, async ({ request, caller }) => {
  const { rows } = await parseBody(body, request)
  return Response.json(await restoreEntries(rows, callerName(caller)))
})

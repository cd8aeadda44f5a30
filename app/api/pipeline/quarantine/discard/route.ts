import { z } from 'zod'
import { parseBody, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { chosenEntries, discardEntries } from '@/lib/pipeline/quarantine/change-entries'

const body = z.object({
  rows: chosenEntries,
  reason: z.string().trim().min(3, 'Say why in a few words.').max(500),
})

/** Sets rows aside for good, with the reason; they stay listed and counted, and can be restored. */
export const POST = route({ admin: true }, async ({ request, caller }) => {
  const { rows, reason } = await parseBody(body, request)
  return Response.json(await discardEntries(rows, callerName(caller), reason))
})

import { notThere, parseId } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { testChannel } from '@/lib/alerts/test-channel'
import { callerName } from '@/lib/auth/caller'

/** Sends a test message now and says what came of it. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params, caller }) => {
  const id = parseId(params.id)
  const result = await testChannel(id, callerName(caller))
  if (!result) throw notThere('channel', id, '/api/alerts/channels')
  return Response.json(result)
})

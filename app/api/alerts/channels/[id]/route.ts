import { notThere, parseBody, parseId } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { channelChange } from '@/lib/alerts/channels/config'
import { changeChannel, deleteChannel } from '@/lib/alerts/channels/save-channel'

const LIST = '/api/alerts/channels'

/** Changes what is named; a secret that is left out stays. */
export const PATCH = route<{ id: string }>({ admin: true }, async ({ params, request }) => {
  const id = parseId(params.id)
  const saved = await changeChannel(id, await parseBody(channelChange, request))
  if (!saved) throw notThere('channel', id, LIST)
  return Response.json(
    { channel: id, signingSecret: saved.signingSecret },
    { headers: { 'cache-control': 'no-store' } },
  )
})

/** Deletes a channel; what waits for it is given up. */
export const DELETE = route<{ id: string }>({ admin: true }, async ({ params }) => {
  const id = parseId(params.id)
  if (!(await deleteChannel(id))) throw notThere('channel', id, LIST)
  return Response.json({ channel: id })
})

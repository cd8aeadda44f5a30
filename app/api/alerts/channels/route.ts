import { parseBody } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { channelInput } from '@/lib/alerts/channels/config'
import { readChannels } from '@/lib/alerts/channels/read-channels'
import { addChannel } from '@/lib/alerts/channels/save-channel'

/** The channels, without what is secret about them. */
export const GET = route({}, async () => Response.json({ channels: await readChannels() }))

/** Adds a channel; a signing secret that was made for it is in the answer, this once. */
export const POST = route({ admin: true }, async ({ request }) => {
  const { id, signingSecret } = await addChannel(await parseBody(channelInput, request))
  return Response.json(
    { channel: id, signingSecret },
    { status: 201, headers: { location: `/api/alerts/channels/${id}`, 'cache-control': 'no-store' } },
  )
})

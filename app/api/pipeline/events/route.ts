import { route } from '@/app/api/_lib/route'
import { apiCaller } from '@/lib/auth/caller'
import { subscribe } from '@/lib/pipeline/events'
import { openStreams } from './open-streams'

export const dynamic = 'force-dynamic'

const HEARTBEAT_MS = 15_000
/** A reader this many events behind is cut off; it reconnects and reads the state anew. */
const MAX_BEHIND = 1000

/**
 * What the pipeline announces, as server-sent events: one JSON object each, with its `type`.
 * Ends when the client goes, or when its session does.
 */
export const GET = route({}, async ({ request }) => {
  let end = () => {}
  const stream = new ReadableStream<string>(
    {
      start(controller) {
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) < -MAX_BEHIND) end()
          else controller.enqueue(text)
        }
        const unsubscribe = subscribe((event) => send(`data: ${JSON.stringify(event)}\n\n`))
        const heartbeat = setInterval(async () => {
          send(': still here\n\n')
          const { ok } = await apiCaller(request).catch(() => ({ ok: true }))
          if (!ok) end()
        }, HEARTBEAT_MS)
        let open = true
        end = () => {
          if (!open) return
          open = false
          openStreams().delete(end)
          clearInterval(heartbeat)
          unsubscribe()
          request.signal.removeEventListener('abort', end)
          try {
            controller.close()
          } catch {
            // The client closed it first.
          }
        }
        openStreams().add(end)
        request.signal.addEventListener('abort', end)
        send('retry: 2000\n\n')
        if (request.signal.aborted) end()
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: 16 }),
  )
  return new Response(stream.pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx would otherwise hold the events back.
      'x-accel-buffering': 'no',
    },
  })
})

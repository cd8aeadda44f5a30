import { notThere, parseId } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { retryDelivery } from '@/lib/alerts/retry-delivery'

/** Sends a message that was given up, or that waits, again at once. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params }) => {
  const id = parseId(params.id)
  if (!(await retryDelivery(id))) throw notThere('unsent_message', id, '/api/alerts')
  return Response.json({ delivery: id }, { status: 202 })
})

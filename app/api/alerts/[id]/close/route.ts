import { notThere, parseId } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { closeByHand } from '@/lib/alerts/close-alert'
import { callerName } from '@/lib/auth/caller'

/** Closes an open alert. */
export const POST = route<{ id: string }>({ admin: true }, async ({ params, caller }) => {
  const id = parseId(params.id)
  if (!(await closeByHand(id, callerName(caller)))) throw notThere('open_alert', id, '/api/alerts?state=open')
  return Response.json({ alert: id, state: 'resolved' })
})

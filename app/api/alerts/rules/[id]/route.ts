import { notThere, parseBody, parseId } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { ruleChange } from '@/lib/alerts/rules/config'
import { changeRule, deleteRule } from '@/lib/alerts/rules/save-rule'

const LIST = '/api/alerts/rules'

/** Changes what is named: settings, channels, on or off, muted for so many minutes. */
export const PATCH = route<{ id: string }>({ admin: true }, async ({ params, request }) => {
  const id = parseId(params.id)
  if (!(await changeRule(id, await parseBody(ruleChange, request)))) throw notThere('rule', id, LIST)
  return Response.json({ rule: id })
})

/** Deletes a rule; its history stays. */
export const DELETE = route<{ id: string }>({ admin: true }, async ({ params }) => {
  const id = parseId(params.id)
  if (!(await deleteRule(id))) throw notThere('rule', id, LIST)
  return Response.json({ rule: id })
})

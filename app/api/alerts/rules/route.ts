import { parseBody } from '@/app/api/_lib/body'
import { route } from '@/app/api/_lib/route'
import { ruleInput } from '@/lib/alerts/rules/config'
import { readRules } from '@/lib/alerts/rules/read-rules'
import { addRule } from '@/lib/alerts/rules/save-rule'

/** The rules; `unreadable` names those whose settings this version does not understand. */
export const GET = route({}, async () => Response.json(await readRules()))

/** Adds a rule. */
export const POST = route({ admin: true }, async ({ request }) => {
  const id = await addRule(await parseBody(ruleInput, request))
  return Response.json({ rule: id }, { status: 201, headers: { location: `/api/alerts/rules/${id}` } })
})

import { ApiError, route } from '@/app/api/_lib/route'
import { readCheck } from '@/lib/pipeline/check-history'
import { setThreshold, thresholdRequest } from '@/lib/pipeline/check-threshold'

type Named = { name: string }

/** One check: what it says, its history, and rows of the newest run in which it found some. */
export const GET = route<Named>({}, async ({ params: { name } }) => {
  const check = await readCheck(name)
  if (!check) throw noSuchCheck(name)
  return Response.json(check)
})

/** Sets the shop’s own threshold, `{"threshold": 10}`, or goes back to the check’s by null. */
export const PUT = route<Named>({ admin: true }, async ({ request, params: { name } }) => {
  const body: unknown = await request.json().catch(() => undefined)
  const { threshold } = thresholdRequest.parse(body)
  if (!(await setThreshold(name, threshold))) throw noSuchCheck(name)
  return Response.json(await readCheck(name))
})

const noSuchCheck = (name: string) =>
  new ApiError(404, 'no_such_check', `There is no check ${name}.`, 'GET /api/pipeline/checks lists them.')

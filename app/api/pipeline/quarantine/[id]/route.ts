import { ApiError, parseBody, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { correctEntry, correction } from '@/lib/pipeline/quarantine/correct-entry'
import { readEntry } from '@/lib/pipeline/quarantine/read-entry'
import { parseEntryId } from '../entry-id'
import { runAfter, runNow } from '../run-after'

const body = correction.extend({ run: runNow })

/** One row kept aside: its fields with what each takes, the reason, and what was done about it. */
export const GET = route<{ id: string }>({}, async ({ params }) => {
  const id = parseEntryId(params.id)
  const entry = await readEntry(id)
  if (!entry) throw noSuchRow(id)
  return Response.json(entry)
})

/** Corrects its fields; the next run tries it. What the rules would refuse is not saved, and said field by field. */
export const PATCH = route<{ id: string }>({ admin: true }, async ({ params, request, caller }) => {
  const id = parseEntryId(params.id)
  const { run, ...given } = await parseBody(body, request)
  const result = await correctEntry(id, given, callerName(caller))
  if (result.kind === 'not_found') throw noSuchRow(id)
  if (result.kind === 'refused') {
    const error = {
      code: 'would_be_refused',
      message: 'The record would be refused again.',
      whatToDo: 'Correct the fields named in problems.',
      problems: result.problems,
    }
    return Response.json({ error }, { status: 422 })
  }
  return Response.json({ id, revision: result.revision, state: 'retry', run: await runAfter(run, caller) })
})

function noSuchRow(id: number): ApiError {
  return new ApiError(
    404,
    'no_such_row',
    `No row kept aside has the number ${id}.`,
    'GET /api/pipeline/quarantine lists them.',
  )
}

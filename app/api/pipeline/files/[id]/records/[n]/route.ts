import { z } from 'zod'
import { ApiError, route } from '@/app/api/_lib/route'
import { readRecord } from '@/lib/pipeline/records/read-record'

const zWhich = z.object({
  id: z.coerce.number('A file is named by its number.').int().min(1).max(Number.MAX_SAFE_INTEGER),
  n: z.coerce.number('A record is named by its number.').int().min(1).max(Number.MAX_SAFE_INTEGER),
})

/** GET /api/pipeline/files/ID/records/N: a record as the archived original has it, and what stands in the warehouse for it. */
export const GET = route<{ id: string; n: string }>({}, async ({ request, params }) => {
  const { id, n } = zWhich.parse(params)
  const view = await readRecord(id, n, { signal: request.signal })
  if (!view)
    throw new ApiError(
      404,
      'no_such_record',
      `File ${id} has no record ${n}.`,
      'GET /api/pipeline/files lists the files and how many records were read.',
    )
  return Response.json(view, { headers: { 'cache-control': 'no-store' } })
})

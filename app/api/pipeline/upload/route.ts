import { ApiError, route } from '@/app/api/_lib/route'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { receiveUploads } from './receive'

export const dynamic = 'force-dynamic'

/**
 * Takes CSV files into the inbox (multipart/form-data, any field name), each answered by itself:
 * 200 when at least one was taken, 422 when none was.
 */
export const POST = route({ admin: true }, async ({ request }) => {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data') || !request.body) {
    throw new ApiError(
      415,
      'not_multipart',
      'The request carries no files.',
      'Send multipart/form-data, e.g. curl -F file=@orders.csv -H "Authorization: Bearer <API_TOKEN>".',
    )
  }
  const files = await receiveUploads(request.body, type, env().inboxDir, request.signal)
  if (files.length === 0) {
    throw new ApiError(400, 'no_file', 'The form holds no file.', 'Add at least one CSV file.')
  }
  for (const file of files)
    log.info({ file }, file.accepted ? 'upload taken into the inbox' : 'upload refused')
  return Response.json({ files }, { status: files.some((file) => file.accepted) ? 200 : 422 })
})

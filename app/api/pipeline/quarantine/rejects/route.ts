import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { parseSearch, route } from '@/app/api/_lib/route'
import { quarantineFilter } from '@/lib/pipeline/quarantine/filter'
import { type Rejects, rejects } from '@/lib/pipeline/quarantine/rejects'

/** Refused rows in the columns of their file with the reasons behind, to be mended and dropped in again. */
export const GET = route({}, async ({ url }) => {
  const found = await rejects(parseSearch(quarantineFilter, url))
  return csvResponse(`rejects-${found.entity}.csv`, records(found))
})

async function* records({ header, rows }: Rejects): AsyncGenerator<string> {
  yield csvRecord(header)
  for await (const chunk of rows()) yield chunk.map((cells) => csvRecord(cells)).join('')
}

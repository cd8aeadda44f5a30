import { z } from 'zod'
import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { parseSearch, route } from '@/app/api/_lib/route'
import { listQuarantine } from '@/lib/pipeline/list-quarantine'
import type { QuarantineFilter } from '@/lib/pipeline/quarantine/filter'
import { quarantineSearch } from '@/lib/pipeline/searches'

const search = quarantineSearch.extend({ format: z.enum(['json', 'csv']).default('json') })

/** Rows kept aside, filtered; `format=csv` gives all of them that match, not one page. */
export const GET = route({}, async ({ url }) => {
  const { format, page, pageSize, ...filter } = parseSearch(search, url)
  if (format === 'csv') return csvResponse('quarantine.csv', records(filter))
  return Response.json(await listQuarantine({ ...filter, page, pageSize }))
})

const HEADER = [
  'file',
  'record',
  'entity',
  'rule',
  'column',
  'value',
  'message',
  'state',
  'quarantined_at',
  'raw',
]
const CHUNK = 2000

async function* records(filter: QuarantineFilter): AsyncGenerator<string> {
  yield csvRecord(HEADER)
  for (let page = 1; ; page++) {
    const { items } = await listQuarantine({ ...filter, page, pageSize: CHUNK })
    if (items.length === 0) return
    yield items
      .map((row) =>
        csvRecord([
          row.fileName,
          row.recordNumber,
          row.entity,
          row.rule,
          row.columnName,
          row.value,
          row.message,
          row.state,
          row.quarantinedAt.toISOString(),
          JSON.stringify(row.raw),
        ]),
      )
      .join('')
    if (items.length < CHUNK) return
  }
}

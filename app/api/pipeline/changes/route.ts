import { z } from 'zod'
import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { ApiError, parseSearch, route } from '@/app/api/_lib/route'
import { minus } from '@/lib/core/decimal'
import { type LoadChanges, loadChanges } from '@/lib/pipeline/load-changes'
import { changesSearch, newestLoad } from '@/lib/pipeline/searches'

const search = changesSearch.extend({ format: z.enum(['json', 'csv']).default('json') })

/** GET /api/pipeline/changes?from=&to=: what a load, or some in a row, changed; without a range the newest. */
export const GET = route({}, async ({ url }) => {
  const { format, ...asked } = parseSearch(search, url)
  const range = await newestLoad(asked)
  const changes = range && (await loadChanges(range))
  if (!changes)
    throw new ApiError(
      404,
      'no_such_load',
      'There is no such load.',
      'GET /api/pipeline/runs lists what was published.',
    )
  if (format === 'csv')
    return csvResponse(
      `changes-load-${range.from}${range.to === range.from ? '' : `-${range.to}`}.csv`,
      records(changes),
    )
  return Response.json(changes, { headers: { 'cache-control': 'no-store' } })
})

/** The byte order mark makes spreadsheets read UTF-8. */
async function* records({ totals, days }: LoadChanges): AsyncGenerator<string> {
  yield `\uFEFF${csvRecord(['day', 'metric', 'before', 'after', 'change'])}`
  for (const { day, metrics } of [{ day: 'all', metrics: totals }, ...days])
    for (const { metric, before, after } of metrics)
      yield csvRecord([day, metric, before, after, minus(after, before ?? '0')])
}

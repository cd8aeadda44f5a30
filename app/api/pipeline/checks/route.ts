import { z } from 'zod'
import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { parseSearch, route } from '@/app/api/_lib/route'
import { type ListedCheck, listChecks } from '@/lib/pipeline/check-history'
import { checkSearch } from '@/lib/pipeline/check-search'

const search = checkSearch.extend({ format: z.enum(['json', 'csv']).default('json') })

/** Every check with its latest result and its history over the last runs; `format=csv` gives the latest results. */
export const GET = route({}, async ({ url }) => {
  const { format, ...asked } = parseSearch(search, url)
  const list = await listChecks(asked)
  return format === 'csv' ? csvResponse('checks.csv', records(list.items)) : Response.json(list)
})

const HEADER = [
  'check',
  'kind',
  'level',
  'severity',
  'threshold',
  'threshold_unit',
  'run',
  'status',
  'failing_rows',
  'seconds',
  'note',
  'description',
  'what_to_do',
]

async function* records(checks: ListedCheck[]): AsyncGenerator<string> {
  yield csvRecord(HEADER)
  for (const { latest, ...check } of checks)
    yield csvRecord([
      check.name,
      check.kind,
      check.level,
      check.severity,
      check.thresholdOverride ?? check.threshold?.value,
      check.threshold?.unit,
      latest?.runId,
      latest?.status,
      latest?.failingRows,
      latest?.seconds,
      latest?.note,
      check.description,
      check.whatToDo,
    ])
}

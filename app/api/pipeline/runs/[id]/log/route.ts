import { parseSearch, route } from '@/app/api/_lib/route'
import { readLog } from '@/lib/pipeline/read-log'
import { logSearch } from '@/lib/pipeline/searches'
import { parseRunId } from '../run-id'

/** What the process of a run logged, oldest first. */
export const GET = route<{ id: string }>({}, async ({ params, url }) =>
  Response.json(await readLog(parseRunId(params.id), parseSearch(logSearch, url))),
)

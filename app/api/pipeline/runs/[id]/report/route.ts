import { route } from '@/app/api/_lib/route'
import { errorReport } from '@/lib/pipeline/error-report'
import { noSuchRun, parseRunId } from '../run-id'

/** What went wrong in a run: errors with what to do, refused files, failed checks, quarantine, recoveries. */
export const GET = route<{ id: string }>({}, async ({ params }) => {
  const id = parseRunId(params.id)
  const report = await errorReport(id)
  if (!report) throw noSuchRun(id)
  return Response.json(report)
})

import { route } from '@/app/api/_lib/route'
import { listFiles } from '@/lib/pipeline/list-files'
import { readRun } from '@/lib/pipeline/read-run'
import { noSuchRun, parseRunId } from './run-id'

/** One run with its tasks, check results and the files it took in. */
export const GET = route<{ id: string }>({}, async ({ params }) => {
  const id = parseRunId(params.id)
  const [run, files] = await Promise.all([readRun(id), listFiles({ runId: id, pageSize: 500 })])
  if (!run) throw noSuchRun(id)
  return Response.json({ ...run, filesTaken: files.items })
})

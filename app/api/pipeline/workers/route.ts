import { route } from '@/app/api/_lib/route'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'
import { listWorkers } from '@/lib/pipeline/list-workers'
import { listBreakers } from '@/lib/resilience/list-breakers'

/** Who executes runs, what was recovered lately, and which circuit breakers there are. */
export const GET = route({}, async () => {
  const [workers, recoveries, breakers] = await Promise.all([listWorkers(), listRecoveries(), listBreakers()])
  return Response.json({ workers, recoveries, breakers })
})

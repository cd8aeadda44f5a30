import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count } from './states'

/** A worker without a sign of life for this long is shown as lost. */
export const LOST_AFTER_SECONDS = 10

const base = z.object({
  /** host:pid:random, unlike that of any other process */
  id: z.string(),
  host: z.string(),
  pid: z.number().int(),
  startedAt: z.date(),
  heartbeatAt: z.date(),
  /** Seconds since the last heartbeat, by the database's clock. */
  silentSeconds: z.number(),
})

const workerSchema = z.discriminatedUnion('state', [
  base.extend({ state: z.literal('idle') }),
  /** Waits while another worker executes a run. */
  base.extend({ state: z.literal('standby') }),
  base.extend({ state: z.literal('executing'), runId: count }),
  /** Killed, hung or cut off; `runId` is what it was executing. */
  base.extend({ state: z.literal('lost'), runId: count.nullable() }),
  base.extend({ state: z.literal('stopped'), stoppedAt: z.date() }),
])
export type WorkerView = z.infer<typeof workerSchema>

/** The processes that execute runs, those alive first; lost and stopped ones for an hour. */
export function listWorkers(): Promise<WorkerView[]> {
  return query(
    workerSchema,
    `select * from (
       select id, host, pid, started_at as "startedAt", heartbeat_at as "heartbeatAt", stopped_at as "stoppedAt",
         run_id as "runId", greatest(0, extract(epoch from clock_timestamp() - heartbeat_at))::float8 as "silentSeconds",
         case when state <> 'stopped' and heartbeat_at < clock_timestamp() - make_interval(secs => $1) then 'lost'
           else state end as state
       from pipeline.workers
       where heartbeat_at > clock_timestamp() - interval '1 hour'
     ) w
     order by array_position(array['executing', 'standby', 'idle', 'lost', 'stopped'], state), "startedAt" desc, id
     limit 50`,
    [LOST_AFTER_SECONDS],
  )
}

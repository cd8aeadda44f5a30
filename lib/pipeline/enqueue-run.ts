import { z } from 'zod'
import { transaction } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { notify } from './events'
import { count } from './states'

export interface RunRequest {
  trigger: 'schedule' | 'button' | 'api' | 'cli' | 'start'
  /** Who asked, as shown on the pipeline page. */
  requestedBy?: string | null
  /** Absolute folder to read. */
  inboxDir: string
  /** The cron tick behind a scheduled run; the same tick in several workers queues one run. */
  plannedAt?: Date
  /** The run it repeats. */
  repeats?: number
  /** Archived files to load again, instead of what is new in the inbox. */
  reloadFileIds?: number[]
}

/** Serialises enqueueing across processes; any number works as long as all use the same. */
export const ENQUEUE_LOCK = 7_105_001

/**
 * Queues one run. At most one fresh run waits per inbox: asking again while it waits
 * gives that one (`already: true`), because it will find the same files; so do two reloads of the same files. A run that is
 * executing does not count, as files may have come since it listed them.
 */
export async function enqueueRun(request: RunRequest): Promise<{ runId: number; already: boolean }> {
  const reload = request.reloadFileIds ? [...new Set(request.reloadFileIds)].sort((a, b) => a - b) : null
  const planned = request.plannedAt ? `cron ${request.plannedAt.toISOString()}` : null
  return transaction(async (db) => {
    await db.query('select pg_advisory_xact_lock($1)', [ENQUEUE_LOCK])
    const [waiting] = await query(
      z.object({ id: count }),
      `select id from pipeline.runs
       where (status = 'queued' and started_at is null and inbox_dir = $1
           and reload_file_ids is not distinct from $3::bigint[])
          or (trigger = 'schedule' and requested_by = $2)
       order by id desc limit 1`,
      [request.inboxDir, planned, reload],
      db,
    )
    if (waiting) return { runId: waiting.id, already: true }
    const [created] = await query(
      z.object({ id: count }),
      `insert into pipeline.runs (status, trigger, requested_by, inbox_dir, repeats, reload_file_ids)
       values ('queued', $1, $2, $3, $4, $5) returning id`,
      [
        request.trigger,
        planned ?? request.requestedBy ?? null,
        request.inboxDir,
        request.repeats ?? null,
        reload,
      ],
      db,
    )
    if (!created) throw new Error('insert into pipeline.runs returned no row')
    await notify({ type: 'run', runId: created.id, status: 'queued' }, db)
    return { runId: created.id, already: false }
  })
}

import { z } from 'zod'
import { query } from '@/lib/db/sql'
import type { Page } from './list-runs'
import { count } from './states'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const lineSchema = z.object({
  id: count,
  at: z.date(),
  /** The task that said it; null for the supervisor and for what is between tasks. */
  task: z.string().nullable(),
  level: z.enum(LOG_LEVELS),
  message: z.string(),
  /** What else the line carried: rows, seconds, an error. */
  detail: z.record(z.string(), z.unknown()).nullable(),
})
export type LogLine = z.infer<typeof lineSchema>

export interface LogFilter {
  /** Lines of this task only. */
  task?: string
  /** Lines of this level or a worse one. */
  level?: LogLevel
  /** Only lines after this id: to follow a run. */
  after?: number
  page?: number
  pageSize?: number
}

/** What the process of a run logged, oldest first. Lines are kept for a week. */
export async function readLog(runId: number, filter: LogFilter = {}): Promise<Page<LogLine>> {
  const { task = null, level = 'debug', after = 0, page = 1, pageSize = 200 } = filter
  const levels = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level))
  const where = 'where run_id = $1 and ($2::text is null or task = $2) and id > $3 and level = any($4)'
  const [total] = await query(z.object({ n: count }), `select count(*) as n from pipeline.run_log ${where}`, [
    runId,
    task,
    after,
    levels,
  ])
  const items = await query(
    lineSchema,
    `select id, at, task, level, message, detail from pipeline.run_log ${where} order by id limit $5 offset $6`,
    [runId, task, after, levels, pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

/** The end of a run's log, oldest first. */
export async function lastLines(runId: number, lines: number): Promise<LogLine[]> {
  return query(
    lineSchema,
    `select * from (
       select id, at, task, level, message, detail from pipeline.run_log where run_id = $1 order by id desc limit $2
     ) last order by id`,
    [runId, lines],
  )
}

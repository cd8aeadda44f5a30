import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RUN_COLUMNS, type RunView, runSchema } from './states'

export interface Page<T> {
  items: T[]
  total: number
  /** 1-based. */
  page: number
  pageSize: number
}

/** Runs, newest first. */
export async function listRuns({ page = 1, pageSize = 25 } = {}): Promise<Page<RunView>> {
  const [total] = await query(z.object({ n: count }), 'select count(*) as n from pipeline.runs')
  const items = await query(
    runSchema,
    `select ${RUN_COLUMNS} from pipeline.runs r order by r.id desc limit $1 offset $2`,
    [pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from './states'

const zMark = z.object({ day: z.string(), version: count, runId: count })

/** A load and the day it was published on, in the store's time zone. */
export type LoadMark = z.infer<typeof zMark>

/** Loads published in a range of days, oldest first. */
export async function loadMarks(
  range: { from: string; to: string },
  timeZone: string,
  db: Queryable = pool(),
): Promise<LoadMark[]> {
  return query(
    zMark,
    `select to_char(published_at at time zone $3, 'YYYY-MM-DD') as day, version, run_id as "runId"
     from pipeline.warehouse_version
     where published_at >= ($1::date)::timestamp at time zone $3
       and published_at < ($2::date + 1)::timestamp at time zone $3
     order by version`,
    [range.from, range.to, timeZone],
    db,
  )
}

import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count } from '../states'
import { FILTER_WHERE, filterParameters, type QuarantineFilter } from './filter'

const facet = z.object({ value: z.string(), label: z.string(), rows: count })
export type Facet = z.infer<typeof facet>

export interface QuarantineFacets {
  state: Facet[]
  rule: Facet[]
  entity: Facet[]
  file: Facet[]
  run: Facet[]
}

/** Values offered of files and runs: the newest. */
const SHOWN = 100

/** How many rows each value of each filter would give, under the other filters as they are. */
export async function quarantineFacets(filter: QuarantineFilter): Promise<QuarantineFacets> {
  const by = (without: keyof QuarantineFilter, value: string, label = value, order = 'rows desc, 1') =>
    query(
      facet,
      `select (${value})::text as value, (${label})::text as label, count(*) as rows
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id
       ${FILTER_WHERE} group by ${value}, ${label} order by ${order} limit ${SHOWN}`,
      filterParameters({ ...filter, [without]: without === 'state' ? 'any' : undefined }),
    )
  const [state, rule, entity, file, run] = await Promise.all([
    by('state', 'q.state'),
    by('rule', 'q.rule'),
    by('entity', 'q.entity'),
    by('fileId', 'q.file_id', 'f.name', 'q.file_id desc'),
    by('runId', 'q.run_id', 'q.run_id', 'q.run_id desc'),
  ])
  return { state, rule, entity, file, run }
}

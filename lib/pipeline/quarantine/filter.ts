import { z } from 'zod'
import { OPEN_STATES, QUARANTINE_STATES } from './states'

/** Which rows kept aside are asked for: one meaning for the page, the API, downloads and bulk actions. */
export const quarantineFilter = z.object({
  fileId: z.coerce.number().int().min(1).optional(),
  runId: z.coerce.number().int().min(1).optional(),
  entity: z.string().max(100).optional(),
  rule: z.string().max(100).optional(),
  /** Left out: what is open (quarantined, waiting, to be tried again). `any`: all there ever were. */
  state: z.enum([...QUARANTINE_STATES, 'any']).optional(),
})
export type QuarantineFilter = z.infer<typeof quarantineFilter>

const open = OPEN_STATES.map((state) => `'${state}'`).join(', ')

/** The condition over `pipeline.quarantine q`, with the parameters $1 to $5 of `filterParameters`. */
export const FILTER_WHERE = `where ($1::bigint is null or q.file_id = $1) and ($2::bigint is null or q.run_id = $2)
  and ($3::text is null or q.entity = $3) and ($4::text is null or q.rule = $4)
  and case when $5::text is null then q.state in (${open}) when $5 = 'any' then true else q.state = $5 end`

export function filterParameters(filter: QuarantineFilter): unknown[] {
  const { fileId = null, runId = null, entity = null, rule = null, state = null } = filter
  return [fileId, runId, entity, rule, state]
}

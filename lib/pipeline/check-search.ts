import { z } from 'zod'
import { CHECK_LEVELS, CHECK_SEVERITIES, CHECK_STATUSES } from './check-words'

/** Which checks are asked for: one meaning for the page, the API and its CSV twin. */
export const checkSearch = z.object({
  level: z.enum(CHECK_LEVELS).optional(),
  status: z.enum(CHECK_STATUSES).optional(),
  severity: z.enum(CHECK_SEVERITIES).optional(),
  /** Runs of the history. */
  runs: z.coerce.number().int().min(1).max(200).default(30),
})
export type CheckSearch = z.infer<typeof checkSearch>

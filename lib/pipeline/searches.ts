import { z } from 'zod'

/** Which rows kept aside are asked for: one meaning for the page, the API and its CSV twin. */
export const quarantineSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
  fileId: z.coerce.number().int().min(1).optional(),
  runId: z.coerce.number().int().min(1).optional(),
  entity: z.string().max(100).optional(),
  rule: z.string().max(100).optional(),
  state: z.enum(['quarantined', 'waiting', 'released']).optional(),
})

/** The same for files. */
export const fileSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(25),
  status: z.enum(['received', 'loaded', 'rejected']).optional(),
  entity: z.string().max(100).optional(),
  runId: z.coerce.number().int().min(1).optional(),
})

/** Lines of a run's log. */
export const logSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(1000).default(200),
  task: z.string().max(100).optional(),
  after: z.coerce.number().int().min(0).optional(),
})

/** And for runs. */
export const runSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(25),
})

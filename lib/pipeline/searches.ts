import { z } from 'zod'
import { quarantineFilter } from './quarantine/filter'

/** Which rows kept aside a page of the list shows. */
export const quarantineSearch = quarantineFilter.extend({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
})

/** The same for files. */
export const fileSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(25),
  status: z.enum(['received', 'loaded', 'rejected']).optional(),
  entity: z.string().max(100).optional(),
  runId: z.coerce.number().int().min(1).optional(),
})

/** And for runs. */
export const runSearch = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(25),
})

import { z } from 'zod'
import { quarantineFilter } from './quarantine/filter'
import { currentVersion } from './version'

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
  /** First and last day of arrival, in the store's time zone. */
  arrivedFrom: z.iso.date('A day as YYYY-MM-DD.').optional(),
  arrivedTo: z.iso.date('A day as YYYY-MM-DD.').optional(),
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

/** Which loads' changes: a first and a last one; one of them alone is a single load. */
export const changesSearch = z.object({
  from: z.coerce.number().int().min(1).optional(),
  to: z.coerce.number().int().min(1).optional(),
})

/** The range asked for, the newest load where none is; undefined while nothing is published. */
export async function newestLoad({
  from,
  to,
}: z.infer<typeof changesSearch>): Promise<{ from: number; to: number } | undefined> {
  const [first, last] = [from ?? to, to ?? from]
  if (first !== undefined && last !== undefined)
    return first <= last ? { from: first, to: last } : { from: last, to: first }
  const newest = await currentVersion()
  return newest > 0 ? { from: newest, to: newest } : undefined
}

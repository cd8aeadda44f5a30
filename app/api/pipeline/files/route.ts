import { z } from 'zod'
import { parseSearch, route } from '@/app/api/_lib/route'
import { listFiles } from '@/lib/pipeline/list-files'

const search = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(25),
  status: z.enum(['received', 'loaded', 'rejected']).optional(),
  entity: z.string().max(100).optional(),
  runId: z.coerce.number().int().min(1).optional(),
})

/** Every file received, newest first, with what became of its rows. */
export const GET = route({}, async ({ url }) => Response.json(await listFiles(parseSearch(search, url))))

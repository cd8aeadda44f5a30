import { parseSearch, route } from '@/app/api/_lib/route'
import { listFiles } from '@/lib/pipeline/list-files'
import { fileSearch } from '@/lib/pipeline/searches'

/** Every file received, newest first, with what became of its rows. */
export const GET = route({}, async ({ url }) => Response.json(await listFiles(parseSearch(fileSearch, url))))

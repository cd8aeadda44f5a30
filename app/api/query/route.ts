import { route } from '@/app/api/_lib/route'
import { queryMetrics } from '@/lib/metrics/query'
import { parseQueryRequest } from '@/lib/metrics/request'

export const dynamic = 'force-dynamic'

/**
 * Figures by the metric catalogue, the same names and answer as `npm run query`: the version of the
 * load, the columns with their units and the rows, amounts as decimal strings.
 */
export const GET = route({}, async ({ url }) => {
  const { version, columns, rows } = await queryMetrics(parseQueryRequest(url.searchParams))
  return Response.json({ version, columns, rows }, { headers: { 'cache-control': 'no-store' } })
})

import { route } from '@/app/api/_lib/route'
import { collectMetrics } from '@/lib/monitoring/collect-metrics'
import { PROMETHEUS_TYPE, prometheusText } from '@/lib/monitoring/prometheus-text'

export const dynamic = 'force-dynamic'

/** Figures for Prometheus. Needs a session or the bearer token like everything but health. */
export const GET = route({}, async () => {
  return new Response(prometheusText(await collectMetrics()), {
    headers: { 'content-type': PROMETHEUS_TYPE, 'cache-control': 'no-store' },
  })
})

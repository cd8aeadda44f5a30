import type { openAlerts } from '@/lib/alerts/list-alerts'
import type { Metric } from './prometheus-text'

/** Open alerts as a metric, so that another system can page for what Storeroom has judged. */
export function alertMetrics({ bySeverity }: Awaited<ReturnType<typeof openAlerts>>): Metric[] {
  return [
    {
      name: 'storeroom_alerts_open',
      type: 'gauge',
      help: 'Alerts whose condition is not over, by severity.',
      values: Object.entries(bySeverity).map(([severity, value]) => ({ labels: { severity }, value })),
    },
  ]
}

import { openAlerts } from '@/lib/alerts/list-alerts'
import { cacheSize, cacheStats } from '@/lib/cache'
import { databaseTotals } from '@/lib/db/database-figures'
import { pipelineFigures } from '@/lib/pipeline/figures'
import { alertMetrics } from './alert-metrics'
import { pipelineMetrics } from './pipeline-metrics'
import { processMetrics } from './process-metrics'
import type { Metric } from './prometheus-text'
import { storageMetrics } from './storage-metrics'

/** Everything `GET /api/metrics` tells, as of now. */
export async function collectMetrics(): Promise<Metric[]> {
  const [figures, cache, size, database, alerts] = await Promise.all([
    pipelineFigures(),
    cacheStats(),
    cacheSize(),
    databaseTotals(),
    openAlerts(),
  ])
  return [
    ...pipelineMetrics(figures),
    ...alertMetrics(alerts),
    ...storageMetrics(cache, size, database),
    ...processMetrics(),
  ]
}

import type { TaskContext } from '../context'
import { keepMetricChanges, rememberMetrics } from './changed-metrics'
import { keepRowChanges, rememberRows } from './changed-rows'

/**
 * What a load changes against the one before: rows by table, and metrics in all and by day. Both halves belong to the
 * publishing transaction, so that what is told of a load is exactly what it published.
 *
 * `rememberBefore` comes before the transaction changes anything of the warehouse.
 */
export async function rememberBefore(ctx: TaskContext): Promise<void> {
  await rememberRows(ctx)
  await rememberMetrics(ctx)
}

/** Compares and stores, once everything is in place and the load has its version. */
export async function keepLoadChanges(ctx: TaskContext, version: number): Promise<void> {
  await keepRowChanges(ctx, version)
  await keepMetricChanges(ctx, version)
}

import { startOf } from '@/lib/core/dates'
import type { LoadMark } from '@/lib/pipeline/load-marks'
import type { ResolvedPeriod } from './period'

/** A vertical mark of a time chart: the loads published in one of its buckets. */
export interface BucketMark {
  /** First day of the bucket, as the chart has it. */
  x: string
  /** `load 42`, `loads 40–44` */
  label: string
  href: string
}

/** Loads by bucket: several in one are one mark. One leads to its run, several to what they changed together. */
export function marksByBucket(loads: readonly LoadMark[], grain: ResolvedPeriod['grain']): BucketMark[] {
  const buckets = new Map<string, LoadMark[]>()
  for (const load of loads) {
    const x = startOf(grain, load.day)
    buckets.set(x, [...(buckets.get(x) ?? []), load])
  }
  return [...buckets].map(([x, inside]) => {
    const [first, last] = [inside[0], inside.at(-1)]
    if (!first || !last || first === last)
      return { x, label: `load ${first?.version}`, href: `/pipeline/runs/${first?.runId}` }
    return {
      x,
      label: `loads ${first.version}–${last.version}`,
      href: `/pipeline/changes?from=${first.version}&to=${last.version}`,
    }
  })
}

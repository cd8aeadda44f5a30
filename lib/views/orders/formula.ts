import type { Figure, Unit } from '@/lib/core/format'
import type { DrillDown } from '@/lib/metrics/drill-down/drill-down'
import { partLabel } from '@/lib/metrics/part-labels'
import type { Metric } from '@/lib/metrics/types'
import { unitOfMetric } from '../metric'

/** A word of a metric's arithmetic: a part with its sum, or what stands between. */
export type Term = { kind: 'part'; label: string; unit: Unit; value: Figure } | { kind: 'sign'; text: string }

export interface Formula {
  /** The numerator, or all of it. */
  top: Term[]
  /** What it is divided by. */
  bottom?: Term[]
}

/** A metric's definition with the sums its rows add up to, to be read as arithmetic. */
export function formulaOf({ formula }: Metric, totals: DrillDown['totals']): Formula {
  const terms = (sql: string): Term[] =>
    [...sql.matchAll(/\{(\w+)\}|[-+()]/g)].map(([text, part]): Term => {
      if (part === undefined) return { kind: 'sign', text: text === '-' ? '−' : text }
      const { label, unit } = partLabel(part)
      return { kind: 'part', label, unit: unitOfMetric(unit), value: totals.parts[part] }
    })
  if (typeof formula === 'string') return { top: terms(formula) }
  const [top, bottom] = formula.ratio
  return { top: terms(top), bottom: terms(bottom) }
}

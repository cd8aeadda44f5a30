import { Check, TriangleAlert } from 'lucide-react'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import type { DrillDown } from '@/lib/metrics/drill-down/drill-down'
import type { DrillDownRequest } from '@/lib/metrics/drill-down/request'
import { unitOfMetric } from '@/lib/views/metric'
import { formulaOf, type Term } from '@/lib/views/orders/formula'

/** The figure as arithmetic on the sums of its rows, and whether it is the one the dashboards show. */
export function Sum({
  request: { metric },
  found: { totals, figure },
  noun,
  period,
}: {
  request: DrillDownRequest
  found: DrillDown
  noun: string
  period: string
}) {
  const { value } = storeFormat()
  const unit = unitOfMetric(metric.unit)
  const shown = (figure: string | null) => value(figure, unit, 'full')
  const { top, bottom } = formulaOf(metric, totals)
  const alone = top.length === 1 && !bottom
  const agrees = totals.value === figure
  return (
    <Card title={`${metric.label}, ${period}`} sub={metric.description}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        {!alone && (
          <>
            <div className="grid gap-1.5">
              <Terms terms={top} />
              {bottom && (
                <>
                  <hr className="border-line" />
                  <Terms terms={bottom} />
                </>
              )}
            </div>
            <span aria-hidden className={bottom ? 'self-center text-ink-3' : 'pb-0.5 text-ink-3'}>
              =
            </span>
          </>
        )}
        <p className={bottom ? 'self-center' : undefined}>
          <span className="block text-xs text-ink-3">{metric.label}</span>
          <span className="text-figure font-[620] tracking-[-0.02em] tabular-nums">
            {shown(totals.value)}
          </span>
        </p>
      </div>
      <p className="mt-2 flex items-start gap-1.5 text-[13px]">
        {agrees ? (
          <>
            <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
            <span className="text-ink-2">
              {value(totals.rows, 'count')} {noun} {bottom ? 'make' : 'add up to'} {shown(totals.value)},
              exactly the figure on the dashboards.
            </span>
          </>
        ) : (
          <>
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
            <span className="text-bad">
              {value(totals.rows, 'count')} {noun} {bottom ? 'make' : 'add up to'} {shown(totals.value)}, but
              the dashboards show {shown(figure)}: the marts do not agree with the facts. See the checks of
              the last run.
            </span>
          </>
        )}
      </p>
    </Card>
  )
}

function Terms({ terms }: { terms: Term[] }) {
  const { value } = storeFormat()
  return (
    <div className="flex flex-wrap items-end gap-x-2.5 gap-y-1">
      {terms.map((term, index) =>
        term.kind === 'sign' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the terms of a definition never move
          <span key={index} className="text-ink-3">
            {term.text}
          </span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the terms of a definition never move
          <span key={index}>
            <span className="block text-xs text-ink-3">{term.label}</span>
            <span className="tabular-nums">{value(term.value, term.unit, 'full')}</span>
          </span>
        ),
      )}
    </div>
  )
}

import { Check, TriangleAlert } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { SearchParams } from 'nuqs/server'
import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { NothingLoaded } from '@/app/_components/frame/nothing-loaded'
import { PageHeader } from '@/app/_components/frame/page-header'
import { PeriodPicker } from '@/app/_components/frame/period-picker'
import { storeFormat } from '@/app/_components/store-format'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { formatDay } from '@/lib/core/format'
import { STOCK_MEASURES, stockMovements } from '@/lib/reports/stock-movements'
import { readViewState } from '@/lib/views/search-params'
import { movementsHref, readMovementState } from '@/lib/views/stock-links'
import { openPage } from '@/lib/views/view'
import { Pager } from '../pipeline/_parts/pager'
import { MovementsTable } from './table'

export const metadata: Metadata = { title: 'Stock movements' }

const PAGE_SIZE = 50

/** The movements a figure of the stock is the sum of. */
export default async function MovementsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [state, asked] = await Promise.all([readViewState(searchParams), readMovementState(searchParams)])
  const context = await openPage('inventory', state)
  const { load, period, today } = context
  const pill = <DataAsOf load={load} now={new Date()} />
  if (!load) {
    return (
      <>
        <PageHeader title="Stock movements" pill={pill} />
        <NothingLoaded />
      </>
    )
  }
  const { measure, product, sort, direction } = asked
  const { label, type } = STOCK_MEASURES[measure]
  const { value } = storeFormat()
  const page = Math.max(1, asked.page)
  const found = await stockMovements(
    { measure, from: period.from, to: period.to, product: product ?? undefined },
    { page, pageSize: PAGE_SIZE, sort, descending: direction === 'desc' },
  )
  const { units, figure, rows } = found
  const hrefOf = (patch: Parameters<typeof movementsHref>[0]) =>
    movementsHref({ ...context.state, ...asked, ...patch })
  const csv = new URLSearchParams({
    measure,
    from: period.from,
    to: period.to,
    ...(product ? { product } : {}),
    format: 'csv',
  })
  const days = type === null ? `up to ${formatDay(period.to)}` : period.label
  return (
    <>
      <PageHeader title="Stock movements" pill={pill}>
        <PeriodPicker period={{ ...period, comparison: null }} today={today} />
        <a href={`/api/movements?${csv}`} download className={buttonClass()}>
          CSV
        </a>
      </PageHeader>
      <nav aria-label="Figure" className="mb-3.5 flex flex-wrap items-center gap-1.5">
        {Object.entries(STOCK_MEASURES).map(([name, one]) => (
          <Link
            key={name}
            href={hrefOf({ measure: name as typeof measure, page: 1 })}
            aria-current={name === measure ? 'true' : undefined}
            className="rounded-[7px] border border-line px-2.5 py-[3px] text-[12.500px] text-ink-2 hover:text-ink aria-current:bg-accent-soft aria-current:font-[550] aria-current:text-accent"
          >
            {one.label}
          </Link>
        ))}
        {product && (
          <Link
            href={hrefOf({ product: null, page: 1 })}
            className="ml-2 rounded-[7px] bg-accent-soft px-2.5 py-[3px] text-[12.500px] font-[550] text-accent"
          >
            <span className="sr-only">Remove the condition </span>Product: {product} ×
          </Link>
        )}
      </nav>
      <div className="grid gap-3.5">
        <Card title={`${label}, ${days}`} sub="Signed units: what came in adds, what went out takes away">
          <p className="text-figure font-[620] tracking-[-0.02em] tabular-nums">{value(units, 'count')}</p>
          <p className="mt-1 flex items-start gap-1.5 text-[13px] text-ink-2">
            {units === figure ? (
              <>
                <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
                {value(rows, 'count')} movements add up to {value(units, 'count')}, exactly the figure on the
                inventory page.
              </>
            ) : (
              <span className="flex items-start gap-1.5 text-bad">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {value(rows, 'count')} movements add up to {value(units, 'count')}, but the inventory page
                shows {value(figure, 'count')}.
              </span>
            )}
          </p>
        </Card>
        <Card title="Movements" sub="The latest first unless sorted; each leads to the record it came from">
          {found.movements.length === 0 ? (
            <EmptyState title="No movement in this period">
              Choose a longer period, or load inventory_movements.csv.
            </EmptyState>
          ) : (
            <MovementsTable
              movements={found.movements}
              sort={sort}
              descending={direction === 'desc'}
              sortHref={(next, to) => hrefOf({ sort: next, direction: to, page: 1 })}
              productHref={(id) => hrefOf({ product: id, page: 1 })}
            />
          )}
          <Pager
            hrefOf={(target) => hrefOf({ page: target })}
            page={page}
            pageSize={PAGE_SIZE}
            total={rows}
            of="movements"
          />
        </Card>
      </div>
    </>
  )
}

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
import { EmptyState, Notice } from '@/app/_components/ui/states'
import { formatDay } from '@/lib/core/format'
import { QueryError } from '@/lib/metrics/query-error'
import { STOCK_MEASURES, stockMovements } from '@/lib/reports/stock-movements'
import { type StockGroup, stockGroupOf } from '@/lib/views/inventory/group'
import { readViewState } from '@/lib/views/search-params'
import { movementsHref, readMovementState } from '@/lib/views/stock-links'
import { openPage, type ViewContext } from '@/lib/views/view'
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
  const { measure, product, supplier, sort, direction } = asked
  const { label, type } = STOCK_MEASURES[measure]
  const { value } = storeFormat()
  const page = Math.max(1, asked.page)
  const hrefOf = (patch: Parameters<typeof movementsHref>[0]) =>
    movementsHref({ ...context.state, ...asked, ...patch })
  const group = asked.group ? await readGroup(asked.group, context) : null
  if (group instanceof QueryError) {
    return (
      <>
        <PageHeader title="Stock movements" pill={pill} />
        <Notice tone="warn">
          {group.message} {group.whatToDo} <Link href={hrefOf({ group: null })}>Show all products</Link>
        </Notice>
      </>
    )
  }
  const products = group?.products.filter((id) => !product || id === product) ?? product ?? undefined
  const found = await stockMovements(
    { measure, from: period.from, to: period.to, product: products, supplier: supplier ?? undefined },
    { page, pageSize: PAGE_SIZE, sort, descending: direction === 'desc' },
  )
  const { units, figure, rows, cost } = found
  const csv = new URLSearchParams({
    measure,
    from: period.from,
    to: period.to,
    ...(product ? { product } : {}),
    ...(supplier ? { supplier } : {}),
    ...(asked.group ? { group: asked.group, demand: String(state.demand) } : {}),
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
        {group && <Condition href={hrefOf({ group: null, page: 1 })}>{group.label}</Condition>}
        {product && <Condition href={hrefOf({ product: null, page: 1 })}>Product: {product}</Condition>}
        {supplier && <Condition href={hrefOf({ supplier: null, page: 1 })}>Supplier: {supplier}</Condition>}
      </nav>
      <div className="grid gap-3.5">
        <Card title={`${label}, ${days}`} sub="Signed units: what came in adds, what went out takes away">
          <p className="text-figure font-[620] tracking-[-0.02em] tabular-nums">{value(units, 'count')}</p>
          <p className="mt-1 flex items-start gap-1.5 text-[13px] text-ink-2">
            {figure === null ? (
              `${value(rows, 'count')} movements add up to ${value(units, 'count')}, at a cost of ${value(cost, 'money', 'full')}.`
            ) : units === figure ? (
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

/** A condition that removes itself. */
function Condition({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      className="ml-2 rounded-[7px] bg-accent-soft px-2.5 py-[3px] text-[12.500px] font-[550] text-accent"
    >
      <span className="sr-only">Remove the condition </span>
      {children} ×
    </Link>
  )
}

async function readGroup(name: string, context: ViewContext): Promise<StockGroup | QueryError> {
  return stockGroupOf(name, context).catch((error: unknown) => {
    if (error instanceof QueryError) return error
    throw error
  })
}

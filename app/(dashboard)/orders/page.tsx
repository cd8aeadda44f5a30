import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { ExportMenu } from '@/app/_components/frame/export-menu'
import { FilterBar } from '@/app/_components/frame/filter-bar'
import { NothingLoaded } from '@/app/_components/frame/nothing-loaded'
import { PageHeader } from '@/app/_components/frame/page-header'
import { PeriodPicker } from '@/app/_components/frame/period-picker'
import { stateKey } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { CardSkeleton } from '@/app/_components/ui/skeleton'
import { Notice } from '@/app/_components/ui/states'
import { METRICS } from '@/lib/metrics'
import { filterOptions } from '@/lib/views/filter-options'
import { readDrillState } from '@/lib/views/orders/links'
import { openOrders } from '@/lib/views/orders/open'
import { readViewState } from '@/lib/views/search-params'
import type { ViewContext } from '@/lib/views/view'
import { ConditionChips } from './_parts/condition-chips'
import { FigureSelect } from './_parts/figure-select'
import { FindOrder } from './_parts/find-order'
import { FigureSection } from './_sections/figure'

export const metadata: Metadata = { title: 'Orders' }

/** The orders, refunds or customers that a figure of the dashboards is made of. */
export default async function OrdersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [state, drill] = await Promise.all([readViewState(searchParams), readDrillState(searchParams)])
  const page = await openOrders(state, drill)
  const { context, asked } = page
  const { load, period, today } = context
  if (!load) {
    return (
      <>
        <PageHeader title="Orders" pill={<DataAsOf load={load} now={new Date()} />} />
        <NothingLoaded />
      </>
    )
  }
  const { currency, timeZone } = storeFormat()
  const returns = context.state.returns === 'order' ? ' · returns by order date' : ''
  const note = `${currency} · ${timeZone}${returns}`
  return (
    <>
      <PageHeader title="Orders" pill={<DataAsOf load={load} now={new Date()} />}>
        <FindOrder />
        <PeriodPicker period={{ ...period, comparison: null }} today={today} />
        {asked.ok && (
          <ExportMenu items={[{ title: 'All rows of this figure', csv: asked.csv, json: asked.json }]} />
        )}
      </PageHeader>
      <Suspense fallback={<FilterBar options={[]} note={note} />}>
        <Filters context={context} note={note} />
      </Suspense>
      <div className="mb-3.5 flex flex-wrap items-center gap-2">
        <FigureSelect
          value={drill.metric}
          options={METRICS.filter(({ twinOf }) => !twinOf).map(({ name, label }) => ({ name, label }))}
        />
        <ConditionChips page={page} />
      </div>
      {asked.ok ? (
        <Suspense
          key={stateKey({ state: [context.state, drill], load })}
          fallback={<CardSkeleton label="Orders" height={480} />}
        >
          <FigureSection page={page} request={asked.request} order={asked.order} />
        </Suspense>
      ) : (
        <Notice tone="warn">
          {asked.error.message} {asked.error.whatToDo}
        </Notice>
      )}
    </>
  )
}

async function Filters({ context, note }: { context: ViewContext; note: string }) {
  const options = await filterOptions('orders', context).catch(() => []) // the section says what failed
  return <FilterBar options={options} note={note} />
}

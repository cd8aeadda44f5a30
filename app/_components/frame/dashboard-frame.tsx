import { type ReactNode, Suspense } from 'react'
import { storeFormat } from '@/app/_components/store-format'
import { Notice } from '@/app/_components/ui/states'
import { formatDay } from '@/lib/core/format'
import { exportHref } from '@/lib/views/export'
import { filterOptions } from '@/lib/views/filter-options'
import { viewsOf } from '@/lib/views/registry'
import { PAGES, type PageName, type ViewContext } from '@/lib/views/view'
import { DataAsOf } from './data-as-of'
import { ExportMenu } from './export-menu'
import { FilterBar } from './filter-bar'
import { NothingLoaded } from './nothing-loaded'
import { PageHeader } from './page-header'
import { PeriodPicker } from './period-picker'

/** An analytics page around its sections: title, load, period, export, filters. */
export function DashboardFrame({
  page,
  context,
  children,
}: {
  page: PageName
  context: ViewContext
  children: ReactNode
}) {
  const { load, period, state, today } = context
  const title = PAGES[page].title
  if (!load) {
    return (
      <>
        <PageHeader title={title} pill={<DataAsOf load={load} now={new Date()} />} />
        <NothingLoaded />
      </>
    )
  }
  const { currency, timeZone } = storeFormat()
  const returns = state.returns === 'order' ? ' · returns by order date' : ''
  const note = `${currency} · ${timeZone} · weeks start Monday${returns}`
  const exports = viewsOf(page).map((view) => ({
    title: view.title,
    csv: exportHref(view.id, state),
    json: exportHref(view.id, state, 'json'),
  }))
  return (
    <>
      <PageHeader title={title} pill={<DataAsOf load={load} now={new Date()} />}>
        <PeriodPicker period={period} today={today} />
        <ExportMenu items={exports} />
      </PageHeader>
      <Suspense fallback={<FilterBar options={[]} note={note} />}>
        <Filters page={page} context={context} note={note} />
      </Suspense>
      <OutsideNotice context={context} />
      {children}
    </>
  )
}

async function Filters({ page, context, note }: { page: PageName; context: ViewContext; note: string }) {
  const options = await filterOptions(page, context).catch(() => []) // the sections say what failed
  return <FilterBar options={options} note={note} />
}

/** Says so when the chosen period lies outside what is loaded, instead of a page of zeros. */
function OutsideNotice({ context: { period } }: { context: ViewContext }) {
  const { data, from, to } = period
  if (!data)
    return (
      <Notice>
        The load has no sold order yet: figures of sales stay empty until orders.csv and order_items.csv are
        loaded.
      </Notice>
    )
  if (to >= data.from && from <= data.to) return null
  return (
    <Notice tone="warn">
      Nothing is loaded for {period.label}: the data runs from {formatDay(data.from)} to {formatDay(data.to)}.
    </Notice>
  )
}

import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { DashboardFrame } from '@/app/_components/frame/dashboard-frame'
import { Section, stateKey, TilesSection } from '@/app/_components/section'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'
import { CategorySection } from './_sections/category'
import { CustomerTypesSection } from './_sections/customer-types'
import { MoversSection } from './_sections/movers'
import { RevenueTiles } from './_sections/tiles'
import { TrendSection } from './_sections/trend'
import { WaterfallSection } from './_sections/waterfall'
import { WhenSection } from './_sections/when'

export const metadata: Metadata = { title: 'Revenue' }

export default async function RevenuePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = await openPage('revenue', await readViewState(searchParams))
  const key = stateKey(context)
  return (
    <DashboardFrame page="revenue" context={context}>
      <TilesSection stateKey={key}>
        <RevenueTiles context={context} />
      </TilesSection>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Section label="Net sales" height={252} stateKey={key}>
          <TrendSection context={context} />
        </Section>
        <Section label="From gross to total sales" height={252} stateKey={key}>
          <WaterfallSection context={context} />
        </Section>
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-3">
        <Section label="By category" height={178} stateKey={key}>
          <CategorySection context={context} />
        </Section>
        <Section label="New and returning" height={178} stateKey={key}>
          <CustomerTypesSection context={context} />
        </Section>
        <Section label="When people buy" height={178} stateKey={key}>
          <WhenSection context={context} />
        </Section>
      </div>
      <div className="mt-3.5">
        <Section label="What moved net sales" height={380} stateKey={key}>
          <MoversSection context={context} />
        </Section>
      </div>
    </DashboardFrame>
  )
}

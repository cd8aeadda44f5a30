import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { DashboardFrame } from '@/app/_components/frame/dashboard-frame'
import { Section, stateKey, TilesSection } from '@/app/_components/section'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'
import { NewAndReturningSection } from './_sections/by-bucket'
import { CohortsSection } from './_sections/cohorts'
import { LifetimeSection } from './_sections/lifetime'
import { ParetoSection } from './_sections/pareto'
import { SegmentsSection } from './_sections/segments'
import { CustomerTableSection } from './_sections/table'
import { CustomerTiles } from './_sections/tiles'

export const metadata: Metadata = { title: 'Customers' }

const MAIN = 258
const SIDE = 172
const TABLE = 420

export default async function CustomersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = await openPage('customers', await readViewState(searchParams))
  const key = stateKey(context)
  return (
    <DashboardFrame page="customers" context={context}>
      <TilesSection stateKey={key}>
        <CustomerTiles context={context} />
      </TilesSection>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Section label="Cohorts" height={MAIN} stateKey={key}>
          <CohortsSection context={context} height={MAIN} />
        </Section>
        <Section label="Segments" height={MAIN} stateKey={key}>
          <SegmentsSection context={context} height={MAIN} />
        </Section>
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-3">
        <Section label="Predicted value" height={SIDE} stateKey={key}>
          <LifetimeSection context={context} height={SIDE} />
        </Section>
        <Section label="Concentration" height={SIDE} stateKey={key}>
          <ParetoSection context={context} height={SIDE} />
        </Section>
        <Section label="New and returning" height={SIDE} stateKey={key}>
          <NewAndReturningSection context={context} height={SIDE} />
        </Section>
      </div>
      <div className="mt-3.5">
        <Section label="Top customers" height={TABLE} stateKey={key}>
          <CustomerTableSection context={context} height={TABLE} />
        </Section>
      </div>
    </DashboardFrame>
  )
}

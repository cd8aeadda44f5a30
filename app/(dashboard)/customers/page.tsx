import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { DashboardFrame } from '@/app/_components/frame/dashboard-frame'
import { Section, stateKey, TilesSection } from '@/app/_components/section'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'
import { CohortsSection } from './_sections/cohorts'
import { LifetimeSection } from './_sections/lifetime'
import { SegmentsSection } from './_sections/segments'
import { CustomerTableSection } from './_sections/table'
import { CustomerTiles } from './_sections/tiles'

export const metadata: Metadata = { title: 'Customers' }

const MAIN = 590
const SEGMENTS = 286
const LIFETIME = 216
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
        <div className="grid min-w-0 content-start gap-3.5">
          <Section label="Segments" height={SEGMENTS} stateKey={key}>
            <SegmentsSection context={context} height={SEGMENTS} />
          </Section>
          <Section label="Predicted value" height={LIFETIME} stateKey={key}>
            <LifetimeSection context={context} height={LIFETIME} />
          </Section>
        </div>
      </div>
      <div className="mt-3.5">
        <Section label="Top customers" height={TABLE} stateKey={key}>
          <CustomerTableSection context={context} height={TABLE} />
        </Section>
      </div>
    </DashboardFrame>
  )
}

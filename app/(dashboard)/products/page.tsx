import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { DashboardFrame } from '@/app/_components/frame/dashboard-frame'
import { Section, stateKey, TilesSection } from '@/app/_components/section'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'
import { BasketsSection } from './_sections/baskets'
import { CategoriesSection } from './_sections/categories'
import { ClassesSection } from './_sections/classes'
import { ProfitabilitySection } from './_sections/profitability'
import { ReturnedSection } from './_sections/returned'
import { ProductTableSection } from './_sections/table'
import { ProductTiles } from './_sections/tiles'

export const metadata: Metadata = { title: 'Products' }

const MAIN = 252
const SIDE = 178
const TABLE = 420

export default async function ProductsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = await openPage('products', await readViewState(searchParams))
  const key = stateKey(context)
  return (
    <DashboardFrame page="products" context={context}>
      <TilesSection stateKey={key}>
        <ProductTiles context={context} />
      </TilesSection>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Section label="Profitability of products" height={MAIN} stateKey={key}>
          <ProfitabilitySection context={context} height={MAIN} />
        </Section>
        <Section label="Profit by category" height={MAIN} stateKey={key}>
          <CategoriesSection context={context} height={MAIN} />
        </Section>
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-3">
        <Section label="ABC and XYZ" height={SIDE} stateKey={key}>
          <ClassesSection context={context} height={SIDE} />
        </Section>
        <Section label="Bought together" height={SIDE} stateKey={key}>
          <BasketsSection context={context} height={SIDE} />
        </Section>
        <Section label="Most refunded" height={SIDE} stateKey={key}>
          <ReturnedSection context={context} height={SIDE} />
        </Section>
      </div>
      <div className="mt-3.5">
        <Section label="Products" height={TABLE} stateKey={key}>
          <ProductTableSection context={context} height={TABLE} />
        </Section>
      </div>
    </DashboardFrame>
  )
}

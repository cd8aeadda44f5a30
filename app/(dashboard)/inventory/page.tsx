import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { DashboardFrame } from '@/app/_components/frame/dashboard-frame'
import { Section, stateKey, TilesSection } from '@/app/_components/section'
import { inventoryAgeing } from '@/lib/views/inventory/ageing'
import { inventoryCategories } from '@/lib/views/inventory/by-category'
import { inventoryCover } from '@/lib/views/inventory/cover'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'
import { BarsSection } from './_sections/bars'
import { MovementsSection } from './_sections/movements'
import { ReorderSection } from './_sections/reorder'
import { SuppliersSection } from './_sections/suppliers'
import { InventoryTiles } from './_sections/tiles'
import { StockValueSection } from './_sections/value'

export const metadata: Metadata = { title: 'Inventory' }

const MAIN = 252
const SIDE = 178
const TABLE = 420

export default async function InventoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = await openPage('inventory', await readViewState(searchParams))
  const key = stateKey(context)
  return (
    <DashboardFrame page="inventory" context={context}>
      <TilesSection stateKey={key}>
        <InventoryTiles context={context} />
      </TilesSection>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-2">
        <Section label="Stock value" height={MAIN} stateKey={key}>
          <StockValueSection context={context} height={MAIN} />
        </Section>
        <Section label="Units in and out" height={MAIN} stateKey={key}>
          <MovementsSection context={context} height={MAIN} />
        </Section>
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-3">
        <Section label="How long stock lasts" height={SIDE} stateKey={key}>
          <BarsSection
            context={context}
            height={SIDE}
            view={inventoryCover}
            sub="Products, and their share of stock value"
            value="products"
            unit="count"
          />
        </Section>
        <Section label="Age of stock" height={SIDE} stateKey={key}>
          <BarsSection
            context={context}
            height={SIDE}
            view={inventoryAgeing}
            sub="Value by when it came in, first in first out"
            value="value"
            unit="money"
            color="c2"
          />
        </Section>
        <Section label="Stock by category" height={SIDE} stateKey={key}>
          <BarsSection
            context={context}
            height={SIDE}
            view={inventoryCategories}
            sub="Value at moving average"
            value="value"
            unit="money"
          />
        </Section>
      </div>
      <div className="mt-3.5 scroll-mt-16" id="stock">
        <Section label="Stock and reorder points" height={TABLE} stateKey={key}>
          <ReorderSection context={context} height={TABLE} />
        </Section>
      </div>
      <div className="mt-3.5">
        <Section label="Suppliers" height={TABLE} stateKey={key}>
          <SuppliersSection context={context} height={TABLE} />
        </Section>
      </div>
    </DashboardFrame>
  )
}

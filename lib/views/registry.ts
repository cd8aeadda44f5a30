import { customersByBucket } from './customers/by-bucket'
import { customerCohorts } from './customers/cohorts'
import { customerLifetime } from './customers/lifetime'
import { customerPareto } from './customers/pareto'
import { customerSegments } from './customers/segments'
import { customerTable } from './customers/table'
import { customerTiles } from './customers/tiles'
import { inventoryAgeing } from './inventory/ageing'
import { inventoryCategories } from './inventory/by-category'
import { inventoryCover } from './inventory/cover'
import { inventoryFigures } from './inventory/figures'
import { inventoryMovements } from './inventory/movements'
import { inventoryReorder } from './inventory/reorder'
import { inventorySuppliers } from './inventory/suppliers'
import { inventoryValue } from './inventory/value'
import { productBaskets } from './products/baskets'
import { productCategories } from './products/by-category'
import { productClassesView } from './products/classes'
import { productProfitability } from './products/profitability'
import { productReturns } from './products/returned'
import { productTable } from './products/table'
import { productTiles } from './products/tiles'
import { revenueByCategory } from './revenue/by-category'
import { revenueCustomerTypes } from './revenue/customer-types'
import { revenueMovers } from './revenue/movers'
import { revenueTiles } from './revenue/tiles'
import { revenueTrend } from './revenue/trend'
import { revenueWaterfall } from './revenue/waterfall'
import { revenueWhen } from './revenue/when'
import type { PageName, View } from './view'

/** Every view there is; the order is that of the export menu. */
export const VIEWS: readonly View[] = [
  revenueTiles,
  revenueTrend,
  revenueWaterfall,
  revenueByCategory,
  revenueCustomerTypes,
  revenueWhen,
  revenueMovers,
  customerTiles,
  customerCohorts,
  customerSegments,
  customerLifetime,
  customerPareto,
  customersByBucket,
  customerTable,
  productTiles,
  productProfitability,
  productCategories,
  productClassesView,
  productBaskets,
  productReturns,
  productTable,
  inventoryFigures,
  inventoryValue,
  inventoryMovements,
  inventoryCover,
  inventoryAgeing,
  inventoryCategories,
  inventoryReorder,
  inventorySuppliers,
]

/** The view with this id, if there is one. */
export function viewById(id: string): View | undefined {
  return VIEWS.find((view) => view.id === id)
}

/** The views of a page. */
export function viewsOf(page: PageName): View[] {
  return VIEWS.filter((view) => view.page === page)
}

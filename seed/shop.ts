import { Calendar, periodStart } from './calendar'
import type { Supplier } from './catalogue'
import {
  changedPrice,
  makeProducts,
  makeSuppliers,
  type Product,
  type ProductChange,
  productChanges,
} from './catalogue'
import { field } from './csv-writer'
import { CustomerBook } from './customers'
import { money } from './money'
import type { SeedOptions } from './options'
import { OrderDesk } from './orders'
import { Purchases } from './purchases'
import { Rng, seedFrom } from './random'
import { writeRates } from './rates'
import { Stock } from './stock'

export const SUPPLIER_COLUMNS = [
  'supplier_id',
  'supplier_name',
  'contact_email',
  'country',
  'contract_start',
  'contract_end',
  'payment_terms_days',
  'lead_time_days',
  'discount_rate',
  'rating',
  'updated_at',
] as const
export const PRODUCT_COLUMNS = [
  'product_id',
  'product_name',
  'category',
  'subcategory',
  'brand',
  'supplier_id',
  'unit_cost',
  'list_price',
  'status',
  'launched_at',
  'updated_at',
] as const
export const RATE_COLUMNS = ['currency', 'rate_date', 'rate'] as const

/** Entities of the source contract. */
export type Entity =
  | 'customers'
  | 'suppliers'
  | 'products'
  | 'orders'
  | 'order_items'
  | 'refunds'
  | 'inventory_movements'
  | 'exchange_rates'

/** Where the shop's rows go: one call a row, its text without the line end. */
export type RowSink = (entity: Entity, line: string) => void

/** What the shop's buyers really do, for tests and for judging a fitted model. */
export interface ShopTruth {
  buyers: number
  guestOrders: number
  /** gamma rate parameter, in weeks */
  alphaWeeks: number
}

const UNITS_PER_ORDER = 4.1

/**
 * Runs the shop day by day and hands out every row in the order in which it would come about.
 * `onDay` is called before each day with its number in the period.
 */
export function runShop(
  options: SeedOptions,
  write: RowSink,
  onDay: (day: number, calendar: Calendar) => void,
): ShopTruth {
  const seed = seedFrom(options.seed)
  const calendar = new Calendar(periodStart(options.end, options.months), options.end)
  const supplierCount = Math.max(4, Math.round(Math.exp(0.53 * Math.log(options.products))))
  const suppliers = makeSuppliers(supplierCount, calendar, seed)
  const products = makeProducts(options.products, suppliers.length, calendar, seed)
  const changes = productChanges(products, calendar, seed)
  const purchases = new Purchases(calendar, options.orders, options.customers, seed)
  const unitsPerDay = (options.orders * UNITS_PER_ORDER) / calendar.days
  const stock = new Stock(products, suppliers, calendar, unitsPerDay, seed, (line) =>
    write('inventory_movements', line),
  )
  const desk = new OrderDesk(calendar, products, stock, new Rng(seed, 61), {
    order: (line) => write('orders', line),
    item: (line) => write('order_items', line),
    refund: (line) => write('refunds', line),
  })
  const book = new CustomerBook(options.customers, calendar, seed, new Rng(seed, 62), (line) =>
    write('customers', line),
  )
  const rng = new Rng(seed, 63)

  onDay(0, calendar)
  for (const supplier of suppliers) write('suppliers', supplierLine(supplier, calendar))
  for (const product of products)
    if (product.launched < 0) write('products', productLine(product, suppliers, calendar, product.launched))
  writeRates(calendar, seed, (line) => write('exchange_rates', line))

  const queue = { list: new Int32Array(1024) }
  let change = 0
  let browser = purchases.buyers
  let guestOrders = 0
  for (let day = 0; day < calendar.days; day++) {
    if (day > 0) onDay(day, calendar)
    for (; changes[change]?.day === day; change++) {
      applyChange(changes[change] as ProductChange, products, suppliers, calendar, desk, write)
    }
    stock.openDay(day)
    desk.openDay(day)
    const known = purchases.collect(day, queue)
    const guests = purchases.guestsOn[day] as number
    guestOrders += guests
    const total = known + guests
    const seconds = Int32Array.from({ length: total }, () => desk.drawSecond()).sort()
    let next = 0
    for (let i = 0; i < total; i++) {
      const second = seconds[i] as number
      // Known customers and guests come in turns, in proportion to how many of each are left.
      const isKnown = rng.next() * (total - i) < known - next
      const buyer = isKnown ? book.buyer(queue.list[next++] as number, day, second) : book.guest()
      desk.place(buyer, day, second)
    }
    for (; browser < options.customers && purchases.acquiredOn(browser) <= day; browser++) {
      book.register(browser, day, desk.drawSecond())
    }
    stock.closeDay(day)
  }
  return { buyers: purchases.buyers, guestOrders, alphaWeeks: purchases.alphaWeeks }
}

function applyChange(
  change: ProductChange,
  products: readonly Product[],
  suppliers: readonly Supplier[],
  calendar: Calendar,
  desk: OrderDesk,
  write: RowSink,
): void {
  const product = products[change.product] as Product
  const { cost, price } = product
  switch (change.kind) {
    case 'launch':
      break
    case 'discontinue':
      product.status = 'discontinued'
      break
    case 'cost':
      if (product.cost === undefined) return
      // The margin never goes below 5 %.
      product.cost = Math.min(Math.round(product.cost * change.factor), Math.floor(product.price * 0.95))
      break
    case 'price':
      product.price = changedPrice(product.price, change.factor)
      if (product.cost !== undefined) product.cost = Math.min(product.cost, Math.floor(product.price * 0.95))
      desk.priceChanged(product)
      break
  }
  // Rounding can undo a small change.
  if ((change.kind === 'cost' || change.kind === 'price') && product.cost === cost && product.price === price)
    return
  // Changes of one product on one day are minutes apart, so that their records have an order.
  const minute = ['launch', 'cost', 'price', 'discontinue'].indexOf(change.kind)
  write('products', productLine(product, suppliers, calendar, change.day, 300 + 60 * minute))
}

function productLine(
  product: Product,
  suppliers: readonly Supplier[],
  calendar: Calendar,
  day: number,
  second = 300,
): string {
  const supplier = product.supplierKnown ? (suppliers[product.supplier]?.id ?? '') : ''
  const cost = product.cost === undefined ? '' : money(product.cost)
  return [
    product.id,
    field(product.name),
    product.category,
    product.subcategory,
    product.brand,
    supplier,
    cost,
    money(product.price),
    product.status,
    calendar.stamp(product.launched, 0),
    calendar.stamp(day, second),
  ].join(',')
}

function supplierLine(supplier: Supplier, calendar: Calendar): string {
  const date = (day: number) => calendar.stamp(day, 0).slice(0, 10)
  const contact = `orders@${supplier.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`
  return [
    supplier.id,
    supplier.name,
    contact,
    supplier.country,
    date(supplier.contractStart),
    supplier.contractEnd === undefined ? '' : date(supplier.contractEnd),
    supplier.paymentTermsDays,
    supplier.leadTimeDays,
    supplier.discountRate,
    supplier.rating,
    calendar.stamp(supplier.contractStart, 32_400),
  ].join(',')
}

import { cents, decimal, divide, share } from './exact'
import type { Entry } from './records'
import { dayOf, rateOn, type Standing, versionAt } from './resolve'
import { instant } from './rules'

const SOLD = ['paid', 'shipped', 'completed', 'refunded']
const RATE = 10n ** 10n

/** One order line in cents of the reporting currency. */
export interface Line {
  order: string
  line: number
  day: string
  product: string
  category: string
  customer: string | null
  sold: boolean
  quantity: bigint
  gross: bigint
  discount: bigint
  net: bigint
  cost: bigint | undefined
  unitCost: bigint | undefined
}

export interface OrderTotals {
  order: string
  day: string
  sold: boolean
  customer: string | null
  status: string
  shipping: bigint
  tax: bigint
  rate: bigint
  lines: Line[]
}

export interface Refund {
  id: string
  day: string
  quantity: bigint
  amount: bigint
  cost: bigint | undefined
  line: Line
}

function convert(amount: string | null | undefined, rate: bigint): bigint {
  return amount ? divide(decimal(amount, 2).value * rate, RATE) : 0n
}

/** Prices every order that stands: converted, its discount shared out, its lines costed. */
export function priceOrders(standing: Standing, reportingCurrency: string): OrderTotals[] {
  return [...(standing.winners.orders?.values() ?? [])].map(({ key, row }) => {
    const day = dayOf(row.ordered_at ?? '')
    const at = instant(row.ordered_at ?? '') ?? Number.NaN
    const rate = rateOn(standing, row.currency ?? reportingCurrency, day, reportingCurrency) as bigint
    const sold = SOLD.includes(row.status ?? '')
    const items = [...(standing.winners.order_items?.values() ?? [])].filter(
      (item) => item.row.order_id === key,
    )
    items.sort((a, b) => Number(a.row.line_number) - Number(b.row.line_number))
    const lines = items.map((item) =>
      priceLine(item, { order: key, day, at, rate, sold, customer: row.customer_id ?? null }, standing),
    )
    const shares = share(
      convert(row.discount_amount, rate),
      lines.map((line) => line.net),
    )
    lines.forEach((line, i) => {
      line.discount += shares[i] as bigint
      line.net -= shares[i] as bigint
    })
    return {
      order: key,
      day,
      sold,
      customer: row.customer_id ?? null,
      status: row.status ?? '',
      shipping: convert(row.shipping_amount, rate),
      tax: convert(row.tax_amount, rate),
      rate,
      lines,
    }
  })
}

interface OrderOfLine {
  order: string
  day: string
  at: number
  rate: bigint
  sold: boolean
  customer: string | null
}

function priceLine({ row }: Entry, of: OrderOfLine, standing: Standing): Line {
  const quantity = BigInt(row.quantity ?? 0)
  const gross = divide(quantity * decimal(row.unit_price ?? '', 4).value * of.rate, RATE * 100n)
  const discount = convert(row.discount_amount, of.rate)
  const version = versionAt(standing.versions.products.get(row.product_id ?? ''), of.at)
  const costText = row.unit_cost ?? version?.row.unit_cost
  const unitCost = costText ? decimal(costText, 4).value : undefined
  return {
    order: of.order,
    line: Number(row.line_number),
    day: of.day,
    product: row.product_id ?? '',
    category: version?.row.category ?? '(none)',
    customer: of.customer,
    sold: of.sold,
    quantity,
    gross,
    discount,
    net: gross - discount,
    unitCost,
    cost: unitCost === undefined ? undefined : divide(quantity * unitCost, 100n),
  }
}

/** Refunds that stand, at their order's rate. */
export function priceRefunds(standing: Standing, orders: readonly OrderTotals[]): Refund[] {
  return [...(standing.winners.refunds?.values() ?? [])].map(({ key, row }) => {
    const order = orders.find((one) => one.order === row.order_id) as OrderTotals
    const line = order.lines.find((one) => one.line === Number(row.line_number)) as Line
    const quantity = BigInt(row.quantity ?? 0)
    const restocked = row.restocked?.toLowerCase() === 'true'
    return {
      id: key,
      day: dayOf(row.refunded_at ?? ''),
      quantity,
      amount: convert(row.amount, order.rate),
      cost: line.unitCost === undefined ? undefined : restocked ? divide(quantity * line.unitCost, 100n) : 0n,
      line,
    }
  })
}

/** The metrics of some orders and lines (by order date) and refunds (by refund date). Amounts as text. */
export function summarize(
  orders: readonly OrderTotals[],
  lines: readonly Line[],
  refunds: readonly Refund[],
) {
  const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n)
  const soldLines = lines.filter((line) => line.sold)
  const soldRefunds = refunds.filter(({ line }) => line.sold)
  const counted = orders.filter((order) => order.sold && order.lines.length > 0)
  const gross = sum(soldLines.map((line) => line.gross))
  const discounts = sum(soldLines.map((line) => line.discount))
  const returns = sum(soldRefunds.map((refund) => refund.amount))
  const net = gross - discounts - returns
  const shipping = sum(counted.map((order) => order.shipping))
  const taxes = sum(counted.map((order) => order.tax))
  const cogs =
    sum(soldLines.map((line) => line.cost ?? 0n)) - sum(soldRefunds.map((refund) => refund.cost ?? 0n))
  const costedNet =
    sum(soldLines.filter((line) => line.cost !== undefined).map((line) => line.net)) -
    sum(soldRefunds.filter((refund) => refund.cost !== undefined).map((refund) => refund.amount))
  const units =
    sum(soldLines.map((line) => line.quantity)) - sum(soldRefunds.map((refund) => refund.quantity))
  return {
    gross_sales: cents(gross),
    discounts: cents(discounts),
    returns: cents(returns),
    net_sales: cents(net),
    shipping: cents(shipping),
    taxes: cents(taxes),
    total_sales: cents(net + shipping + taxes),
    orders: new Set(soldLines.map((line) => line.order)).size,
    units: Number(units),
    customers: new Set(soldLines.map((line) => line.customer).filter((customer) => customer !== null)).size,
    cogs: cents(cogs),
    gross_profit: cents(net - cogs),
    net_sales_with_known_cost: cents(costedNet),
  }
}

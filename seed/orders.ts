import { Basket, type Buyer, MAX_LINES } from './basket'
import { type Calendar, HOURS } from './calendar'
import type { Product } from './catalogue'
import { money } from './money'
import { type Rng, WeightedChoice } from './random'
import type { Currency } from './rates'
import type { Stock } from './stock'

export const ORDER_COLUMNS = [
  'order_id',
  'customer_id',
  'ordered_at',
  'status',
  'channel',
  'currency',
  'ship_country',
  'shipping_amount',
  'tax_amount',
  'discount_amount',
  'payment_method',
  'coupon_code',
  'updated_at',
] as const
export const LINE_COLUMNS = [
  'order_id',
  'line_number',
  'product_id',
  'quantity',
  'unit_price',
  'discount_amount',
  'unit_cost',
] as const
export const REFUND_COLUMNS = [
  'refund_id',
  'order_id',
  'line_number',
  'refunded_at',
  'quantity',
  'amount',
  'reason',
  'restocked',
] as const

/** A refund that was decided with its order and happens on its own day. */
interface PlannedRefund {
  line: string
  product: number
  quantity: number
  restocked: boolean
}

/** Where the rows go. */
export interface OrderSink {
  order(line: string): void
  item(line: string): void
  refund(line: string): void
}

const CHANNELS = ['web', 'mobile app', 'marketplace', 'social', 'phone']
const PAYMENTS = ['card', 'paypal', 'invoice', 'bank transfer', 'apple pay']
const REASONS = ['changed mind', 'damaged', 'wrong size', 'late delivery', 'not as described']

/** Makes orders, one after another, and the refunds that follow from them. */
export class OrderDesk {
  readonly #hours = new WeightedChoice(HOURS)
  readonly #channels: WeightedChoice[]
  readonly #payments = new WeightedChoice([0.46, 0.27, 0.13, 0.05, 0.09])
  readonly #planned: (PlannedRefund[] | undefined)[]
  readonly #basket: Basket
  /** line discounts of the order being made, in cents */
  readonly #discount = new Int32Array(MAX_LINES)
  #orderNumber = 1_000_000
  #refundNumber = 0

  constructor(
    readonly calendar: Calendar,
    readonly products: readonly Product[],
    readonly stock: Stock,
    readonly rng: Rng,
    readonly sink: OrderSink,
  ) {
    // The shop's app takes over from the website, year by year.
    this.#channels = Array.from({ length: Math.ceil(calendar.days / 30) }, (_, month) => {
      const app = 0.16 + 0.008 * month
      return new WeightedChoice([0.78 - app, app, 0.12, 0.06, 0.04])
    })
    this.#basket = new Basket(products, stock, rng)
    this.#planned = new Array(calendar.days)
  }

  /** To be called when a product's price is not what it was. */
  priceChanged(product: Product): void {
    this.#basket.priceChanged(product)
  }

  /** Second of the day of an order. */
  drawSecond(): number {
    return this.#hours.draw(this.rng) * 3600 + this.rng.int(3600)
  }

  /** Refunds that fall on this day: their rows, and the units that go back into stock. */
  openDay(day: number): void {
    for (const { line, product, quantity, restocked } of this.#planned[day] ?? []) {
      this.sink.refund(line)
      if (restocked) this.stock.putBack(product, day, quantity, line.slice(0, line.indexOf(',')))
    }
    this.#planned[day] = undefined
  }

  /** Makes one order with its lines and, some days on, its refunds. */
  place(buyer: Buyer, day: number, second: number): void {
    const { rng, calendar } = this
    const currency = buyer.country.currency
    const prices = this.#basket.prices[currency]
    const status = this.#status(day)
    const lines = this.#basket.fill(buyer, day, status !== 'cancelled' && status !== 'pending')
    const orderId = `O${++this.#orderNumber}`
    let net = 0
    for (let i = 0; i < lines; i++) {
      const amount =
        (prices[this.#basket.product[i] as number] as number) * (this.#basket.quantity[i] as number)
      const discount = rng.chance(0.07) ? Math.floor((amount * rng.between(1, 6) * 5) / 100) : 0
      this.#discount[i] = discount
      net += amount - discount
    }
    const [coupon, percent] = this.#coupon(buyer, day)
    const orderDiscount = Math.round((net * percent) / 100)
    const shipping = net - orderDiscount >= 7500 ? 0 : buyer.country.shipping
    const tax = Math.round(((net - orderDiscount) * buyer.country.taxPercent) / 100)
    let finalStatus = status
    let updated = Math.min(day + this.#handling(status), calendar.days - 1)
    if (status === 'completed') {
      const wholeOrder = rng.chance(0.008)
      const last = this.#refunds(orderId, lines, prices, day, net, orderDiscount, wholeOrder)
      if (wholeOrder && last >= 0) finalStatus = 'refunded'
      updated = Math.max(updated, last)
    }
    for (let i = 0; i < lines; i++) this.#writeLine(orderId, i, currency)
    const channel = CHANNELS[this.#channels[Math.floor(day / 30)]?.draw(rng) ?? 0]
    const payment = PAYMENTS[this.#payments.draw(rng)]
    const updatedSecond = updated === day ? second : rng.between(28_800, 64_800)
    this.sink.order(
      `${orderId},${buyer.id},${calendar.stamp(day, second)},${finalStatus},${channel},${currency},${buyer.country.code},` +
        `${money(shipping)},${money(tax)},${money(orderDiscount)},${payment},${coupon},${calendar.stamp(updated, updatedSecond)}`,
    )
  }

  #writeLine(orderId: string, i: number, currency: Currency): void {
    const product = this.#basket.product[i] as number
    const { id, cost } = this.products[product] as Product
    const discount = this.#discount[i] as number
    // Where the catalogue has no cost, the till sometimes knows it.
    const unitCost =
      cost === undefined && (product + i) % 2 === 0
        ? money(Math.round((this.#basket.prices.EUR[product] as number) * 0.6))
        : ''
    this.sink.item(
      `${orderId},${i + 1},${id},${this.#basket.quantity[i]},${this.#basket.priceText[currency][product]},${discount > 0 ? money(discount) : ''},${unitCost}`,
    )
  }

  #status(day: number): string {
    const age = this.calendar.days - 1 - day
    const draw = this.rng.next()
    if (draw < 0.022) return 'cancelled'
    if (age < 1) return draw < 0.3 ? 'pending' : 'paid'
    if (age < 3) return draw < 0.06 ? 'pending' : draw < 0.5 ? 'paid' : 'shipped'
    if (age < 6) return draw < 0.6 ? 'shipped' : 'completed'
    return 'completed'
  }

  #handling(status: string): number {
    if (status === 'completed') return this.rng.between(3, 6)
    return status === 'pending' || status === 'paid' ? 0 : 1
  }

  #coupon(buyer: Buyer, day: number): readonly [code: string, percent: number] {
    const { rng } = this
    const monthDay = (this.calendar.iso[day] as string).slice(5)
    if (monthDay >= '11-24' && monthDay <= '11-30' && rng.chance(0.4)) return ['BLACKWEEK20', 20]
    if (buyer.orderNumber === 1 && rng.chance(0.25)) return ['WELCOME10', 10]
    if (monthDay >= '07-01' && monthDay <= '07-21' && rng.chance(0.15)) return ['SUMMER15', 15]
    if (buyer.orderNumber >= 5 && rng.chance(0.08)) return ['LOYAL5', 5]
    return ['', 0]
  }

  /** Plans the refunds of an order; returns the day of the last one that falls within the period, or −1. */
  #refunds(
    orderId: string,
    lines: number,
    prices: Int32Array,
    day: number,
    net: number,
    orderDiscount: number,
    whole: boolean,
  ): number {
    const { rng, calendar } = this
    const on = day + rng.between(4, 32)
    let last = -1
    for (let i = 0; i < lines; i++) {
      const product = this.#basket.product[i] as number
      if (!whole && !rng.chance(this.products[product]?.refundRate ?? 0)) continue
      const at = whole ? on : day + rng.between(4, 32)
      const bought = this.#basket.quantity[i] as number
      const lineNet = bought * (prices[product] as number) - (this.#discount[i] as number)
      const paid = net === 0 ? 0 : Math.floor(lineNet - (lineNet * orderDiscount) / net)
      const quantity = whole || rng.chance(0.6) ? bought : rng.between(1, bought)
      // A price reduction instead of a return: the customer keeps the goods.
      const reduction = !whole && rng.chance(0.08)
      const amount = Math.floor((paid * quantity * (reduction ? 0.3 : 1)) / bought)
      const restocked = !reduction && rng.chance(0.68)
      if (at >= calendar.days || amount < 1) continue
      const reason = restocked ? rng.pick(REASONS) : 'damaged'
      const id = `R${++this.#refundNumber}`
      const stamp = calendar.stamp(at, rng.between(32_400, 43_000))
      const line = `${id},${orderId},${i + 1},${stamp},${quantity},${money(amount)},${reason},${restocked}`
      const planned = this.#planned[at] ?? []
      planned.push({ line, product, quantity, restocked })
      this.#planned[at] = planned
      last = Math.max(last, at)
    }
    return last
  }
}

import type { Calendar } from './calendar'
import { two } from './calendar'
import type { Product, Supplier } from './catalogue'
import { Rng } from './random'

export const MOVEMENT_COLUMNS = [
  'movement_id',
  'product_id',
  'moved_at',
  'movement_type',
  'quantity',
  'unit_cost',
  'reference',
  'location',
] as const

// Times of day, so that a product's running stock is never below zero: receipts and returns
// come in before the day's sales go out, and what is counted or thrown away goes last.
const RECEIPTS_AT = 6 * 3600
const RETURNS_AT = 12 * 3600
const SALES_AT = 23 * 3600 + 1800
const COUNTS_AT = 23 * 3600 + 2700

const NONE = -1

/** Stock of every product: consumed by sales, ordered again below the reorder point, received a lead time later. */
export class Stock {
  readonly onHand: Int32Array
  /** average units a day, recent days counting most */
  readonly #demand: Float64Array
  readonly #sold: Int32Array
  readonly #touched: number[] = []
  readonly #arrivesOn: Int32Array
  readonly #arriving: Int32Array
  /** what the supplier charges now, in 1/10,000 of the reporting currency */
  readonly #buyingCost: Float64Array
  readonly #cover: Uint8Array
  readonly #rng: Rng
  #movement = 0
  #purchaseOrder = 0

  constructor(
    readonly products: readonly Product[],
    readonly suppliers: readonly Supplier[],
    readonly calendar: Calendar,
    unitsPerDay: number,
    seed: number,
    readonly write: (line: string) => void,
  ) {
    const n = products.length
    this.#rng = new Rng(seed, 31)
    this.onHand = new Int32Array(n)
    this.#sold = new Int32Array(n)
    this.#arrivesOn = new Int32Array(n).fill(NONE)
    this.#arriving = new Int32Array(n)
    const totalWeight = products.reduce((sum, product) => sum + product.weight, 0)
    this.#demand = Float64Array.from(products, (product) => (unitsPerDay * product.weight) / totalWeight)
    // A few per cent below the catalogue's cost at first; it drifts from there.
    this.#buyingCost = Float64Array.from(products, (product) =>
      Math.round((product.cost ?? product.price / 2) * 100 * (0.97 + 0.02 * this.#rng.next())),
    )
    this.#cover = Uint8Array.from(products, () => this.#rng.between(20, 50))
  }

  /** Receives what arrives today and the first stock of what is launched today. */
  openDay(day: number): void {
    for (const { index, launched } of this.products) {
      if (launched === day || (day === 0 && launched < 0)) this.#receiveFirst(index, day)
      if (this.#arrivesOn[index] !== day) continue
      this.#receive(index, day, this.#arriving[index] as number)
      this.#arrivesOn[index] = NONE
    }
  }

  /** Units of a product that can still be sold today. */
  available(product: number): number {
    return (this.onHand[product] as number) - (this.#sold[product] as number)
  }

  sell(product: number, quantity: number): void {
    if (this.#sold[product] === 0) this.#touched.push(product)
    this.#sold[product] = (this.#sold[product] as number) + quantity
  }

  /** A delivery out of turn, for the rare case that nothing else is in stock. */
  express(product: number, day: number, quantity: number): void {
    this.#receive(product, day, quantity)
  }

  /** A refunded unit goes back on the shelf. */
  putBack(product: number, day: number, quantity: number, reference: string): void {
    this.#move(product, day, RETURNS_AT, 'return', quantity, '', reference)
  }

  /** Books the day's sales, counts and write-offs, and orders again what runs low. */
  closeDay(day: number): void {
    this.#touched.sort((a, b) => a - b)
    for (const product of this.#touched) {
      this.#move(product, day, SALES_AT, 'sale', -(this.#sold[product] as number), '', '')
    }
    const countDay = /-(01|04|07|10)-01$/.test(this.calendar.iso[day] as string)
    for (const product of this.products) {
      const { index } = product
      if (product.launched > day) continue
      this.#demand[index] = 0.96 * (this.#demand[index] as number) + 0.04 * (this.#sold[index] as number)
      this.#sold[index] = 0
      if (countDay || this.#rng.chance(0.002)) this.#oddities(index, day, countDay)
      if (product.status === 'active') this.#reorder(product, day)
    }
    this.#touched.length = 0
  }

  #oddities(product: number, day: number, countDay: boolean): void {
    const rng = this.#rng
    const held = this.onHand[product] as number
    if (held < 4) return
    if (countDay) {
      if (!rng.chance(0.12)) return
      const difference = rng.pick([-2, -1, -1, -1, 1, 2])
      this.#move(product, day, COUNTS_AT, 'adjustment', difference, '', 'stock count')
    } else if (rng.chance(0.55)) {
      const quantity = rng.between(1, Math.min(3, held))
      this.#move(product, day, COUNTS_AT, 'write_off', -quantity, '', 'damaged')
    } else {
      const quantity = rng.between(1, Math.min(4, held))
      this.#move(product, day, COUNTS_AT, 'transfer', -quantity, '', 'to shop floor')
      this.#move(product, day, COUNTS_AT + 60, 'transfer', quantity, '', 'from main', 'shop')
    }
  }

  #reorder({ index, supplier }: Product, day: number): void {
    if (this.#arrivesOn[index] !== NONE) return
    const lead = this.suppliers[supplier]?.leadTimeDays ?? 10
    const demand = Math.max(this.#demand[index] as number, 0.02)
    const point = demand * lead + 2 * Math.sqrt(demand * lead) + 1
    if ((this.onHand[index] as number) > point) return
    const rng = this.#rng
    const cost = this.#buyingCost[index] as number
    this.#buyingCost[index] = Math.max(100, Math.round(cost * (1.004 + 0.012 * rng.normal())))
    const late = rng.chance(0.06) ? rng.between(5, 18) : rng.between(-1, 2)
    const size = demand * Math.max(this.#cover[index] as number, lead * 1.3) * (0.9 + 0.2 * rng.next())
    this.#arrivesOn[index] = day + Math.max(1, lead + late)
    this.#arriving[index] = Math.max(6, Math.ceil(size / 6) * 6)
  }

  #receiveFirst(product: number, day: number): void {
    const lead = this.suppliers[this.products[product]?.supplier ?? 0]?.leadTimeDays ?? 10
    const days = lead * 1.4 + (this.#cover[product] as number) * (0.6 + 0.8 * this.#rng.next())
    this.#receive(product, day, Math.max(4, Math.round((this.#demand[product] as number) * days)))
  }

  #receive(product: number, day: number, quantity: number): void {
    this.#purchaseOrder++
    const reference = `PO-${this.#purchaseOrder}`
    this.#move(
      product,
      day,
      RECEIPTS_AT,
      'receipt',
      quantity,
      cost4(this.#buyingCost[product] as number),
      reference,
    )
  }

  #move(
    product: number,
    day: number,
    second: number,
    type: string,
    quantity: number,
    unitCost: string,
    reference: string,
    location = 'main',
  ): void {
    this.#movement++
    this.onHand[product] = (this.onHand[product] as number) + quantity
    const id = this.products[product]?.id as string
    const at = this.calendar.stamp(day, second)
    this.write(`M${this.#movement},${id},${at},${type},${quantity},${unitCost},${reference},${location}`)
  }
}

/** Text of an amount in 1/10,000, e.g. 123456 → 12.3456. */
function cost4(tenThousandths: number): string {
  const fraction = tenThousandths % 10_000
  return `${Math.floor(tenThousandths / 10_000)}.${two(Math.floor(fraction / 100))}${two(fraction % 100)}`
}

import type { Product } from './catalogue'
import { money } from './money'
import type { Country } from './people'
import { type Rng, WeightedChoice } from './random'
import { CURRENCIES, type Currency, PRICE_LIST } from './rates'
import type { Stock } from './stock'

/** Who orders: a guest has no id. `taste` is 0 (thrifty), 1 or 2 (takes the dearer one of two). */
export interface Buyer {
  id: string
  country: Country
  taste: number
  business: boolean
  /** 1 for the first order */
  orderNumber: number
}

const LINE_SHARES = [0.35, 0.26, 0.165, 0.1, 0.055, 0.035, 0.02, 0.015]

/** Lines an order can have. */
export const MAX_LINES = LINE_SHARES.length

/** What one buyer takes: the same arrays are filled again for every order. */
export class Basket {
  readonly product = new Int32Array(MAX_LINES)
  readonly quantity = new Int32Array(MAX_LINES)
  /** cents and text of every product's price in every currency */
  readonly prices: Record<Currency, Int32Array>
  readonly priceText: Record<Currency, string[]>
  readonly #choice: WeightedChoice
  readonly #lineCounts = new WeightedChoice(LINE_SHARES)
  readonly #companions: Int32Array

  constructor(
    readonly products: readonly Product[],
    readonly stock: Stock,
    readonly rng: Rng,
  ) {
    const n = products.length
    this.#choice = new WeightedChoice(products.map((product) => product.weight))
    this.prices = { EUR: new Int32Array(n), GBP: new Int32Array(n), USD: new Int32Array(n) }
    this.priceText = { EUR: [], GBP: [], USD: [] }
    for (const product of products) this.priceChanged(product)
    this.#companions = this.#pairs()
  }

  /** To be called when a product's price is not what it was. */
  priceChanged({ index, price }: Product): void {
    for (const currency of CURRENCIES) {
      const cents = Math.max(1, Math.round(price * PRICE_LIST[currency]))
      this.prices[currency][index] = cents
      this.priceText[currency][index] = money(cents)
    }
  }

  /** Fills the basket with products and quantities that are in stock; returns the number of lines. */
  fill(buyer: Buyer, day: number, takesStock: boolean): number {
    const { rng, stock } = this
    const wanted = 1 + this.#lineCounts.draw(rng)
    let lines = 0
    for (let tries = 0; lines < wanted && tries < wanted + 5; tries++) {
      const product =
        lines > 0 && rng.chance(0.3)
          ? (this.#companions[this.product[lines - 1] as number] as number)
          : this.#draw(buyer.taste)
      const available = stock.available(product)
      if (available < 1 || this.#has(product, lines)) continue
      lines = this.#add(lines, product, Math.min(this.#drawQuantity(buyer, product), available))
    }
    if (lines === 0) {
      const product = this.#inStock(day)
      lines = this.#add(0, product, Math.min(this.#drawQuantity(buyer, product), stock.available(product)))
    }
    if (takesStock)
      for (let i = 0; i < lines; i++) stock.sell(this.product[i] as number, this.quantity[i] as number)
    return lines
  }

  #has(product: number, lines: number): boolean {
    for (let i = 0; i < lines; i++) if (this.product[i] === product) return true
    return false
  }

  #add(lines: number, product: number, quantity: number): number {
    this.product[lines] = product
    this.quantity[lines] = quantity
    return lines + 1
  }

  #draw(taste: number): number {
    const first = this.#choice.draw(this.rng)
    if (taste === 1) return first
    const second = this.#choice.draw(this.rng)
    const dearer = (this.prices.EUR[first] as number) > (this.prices.EUR[second] as number)
    return dearer === (taste === 2) ? first : second
  }

  #drawQuantity(buyer: Buyer, product: number): number {
    const { rng } = this
    const cheap = (this.prices.EUR[product] as number) < 2000
    const draw = rng.next()
    const quantity =
      draw < (cheap ? 0.66 : 0.88) ? 1 : draw < 0.92 ? 2 : draw < 0.97 ? 3 : cheap ? rng.between(4, 6) : 2
    return buyer.business ? quantity * rng.between(2, 5) : quantity
  }

  #inStock(day: number): number {
    const n = this.products.length
    const start = this.rng.int(n)
    for (let i = 0; i < n; i++) if (this.stock.available((start + i) % n) > 0) return (start + i) % n
    const onSale = this.products.find((product) => product.launched <= day && product.status === 'active')
    const index = onSale?.index ?? 0
    this.stock.express(index, day, 24)
    return index
  }

  /** For every product one that is often bought with it: the next popular one of its category. */
  #pairs(): Int32Array {
    const byCategory = new Map<string, number[]>()
    const ranked = [...this.products].sort((a, b) => b.weight - a.weight)
    for (const { category, index } of ranked) {
      const list = byCategory.get(category)
      if (list) list.push(index)
      else byCategory.set(category, [index])
    }
    const companions = new Int32Array(this.products.length)
    for (const list of byCategory.values()) {
      list.forEach((product, i) => {
        companions[product] = list[i % 2 === 0 ? Math.min(i + 1, list.length - 1) : i - 1] as number
      })
    }
    return companions
  }
}

import type { Calendar } from './calendar'
import { hashUnit, Rng, WeightedChoice } from './random'

// BG/NBD (Fader, Hardie & Lee 2005): a buyer orders as a Poisson process whose rate is
// Gamma(R, alpha) over buyers, and leaves after each repeat order with a probability that
// is Beta(A, B) over buyers. alpha is what the calibration sets.
export const R = 0.75
export const A = 0.65
export const B = 3.6

// Known customers place this share of the orders, guests the rest.
const KNOWN_SHARE = 0.86

/** When every known customer orders, and how many guests order each day. Exactly `orders` in all. */
export class Purchases {
  /** customers with at least one order; the others only registered */
  readonly buyers: number
  /** rate parameter of the gamma distribution, in weeks */
  readonly alphaWeeks: number
  readonly guestsOn: Int32Array
  /** orders placed so far, by customer */
  readonly placed: Uint32Array
  readonly #rate: Float64Array
  readonly #dropout: Float32Array
  readonly #nextTime: Float64Array
  // Calendar buckets: the first customer due on a day, and the next one due on the same day.
  readonly #head: Int32Array
  readonly #next: Int32Array
  readonly #acquired: Int32Array
  readonly #seed: number

  constructor(
    readonly calendar: Calendar,
    orders: number,
    readonly customers: number,
    seed: number,
  ) {
    this.#seed = seed
    this.buyers = Math.min(customers, Math.max(1, Math.floor(orders * 0.8)))
    const rng = new Rng(seed, 11)
    this.#acquired = this.#acquire(rng, customers)
    this.#rate = new Float64Array(this.buyers)
    this.#dropout = new Float32Array(this.buyers)
    this.#nextTime = new Float64Array(this.buyers)
    for (let c = 0; c < this.buyers; c++) {
      this.#rate[c] = rng.gamma(R)
      this.#dropout[c] = rng.beta(A, B)
      const day = this.#acquired[c] as number
      this.#nextTime[c] = (calendar.time[day] as number) + rng.next() * calendar.weight(day)
    }
    const scale = this.#calibrate(orders)
    for (let c = 0; c < this.buyers; c++) this.#rate[c] = (this.#rate[c] as number) * scale
    this.alphaWeeks = 1 / (scale * 7)
    this.guestsOn = this.#guests(rng, orders - this.#count(this.buyers, 1))
    this.placed = new Uint32Array(this.buyers)
    this.#head = new Int32Array(calendar.days).fill(-1)
    this.#next = new Int32Array(this.buyers)
    for (let c = this.buyers - 1; c >= 0; c--) this.#push(c, this.#acquired[c] as number)
  }

  /** The day a customer first orders (a buyer) or registers (the others). */
  acquiredOn(customer: number): number {
    return this.#acquired[customer] as number
  }

  /** Puts the customers who order on a day into `queue` (again for a second order that day); returns how many. */
  collect(day: number, queue: { list: Int32Array }): number {
    let n = 0
    for (let c = this.#head[day] as number; c >= 0; c = this.#head[day] as number) {
      this.#head[day] = this.#next[c] as number
      if (n === queue.list.length) {
        const larger = new Int32Array(n * 2)
        larger.set(queue.list)
        queue.list = larger
      }
      queue.list[n++] = c
      const made = (this.placed[c] as number) + 1
      this.placed[c] = made
      const time = this.#after(c, made - 1, this.#nextTime[c] as number, 1)
      if (time < 0) continue
      this.#nextTime[c] = time
      const due = this.calendar.dayAt(time)
      if (due < this.calendar.days) this.#push(c, due)
    }
    return n
  }

  #push(customer: number, day: number): void {
    this.#next[customer] = this.#head[day] as number
    this.#head[day] = customer
  }

  /** Time of the order after the k-th repeat order (0 = the first order), or −1 when the customer has left. */
  #after(customer: number, k: number, time: number, scale: number): number {
    if (k > 0 && hashUnit(this.#seed, customer, 2 * k) < (this.#dropout[customer] as number)) return -1
    return (
      time - Math.log(hashUnit(this.#seed, customer, 2 * k + 1)) / ((this.#rate[customer] as number) * scale)
    )
  }

  /** Orders the first `sample` buyers place within the period when all rates are multiplied by `scale`. */
  #count(sample: number, scale: number): number {
    let total = 0
    const { horizon } = this.calendar
    // Buyers are in order of acquisition, so a sample takes every n-th.
    const step = this.buyers / sample
    for (let i = 0; i < sample; i++) {
      const c = Math.floor(i * step)
      let time = this.#nextTime[c] as number
      for (let k = 0; time >= 0 && time < horizon; k++) {
        total++
        time = this.#after(c, k, time, scale)
      }
    }
    return total
  }

  /** The multiple of the drawn rates at which known customers place their share of the orders. */
  #calibrate(orders: number): number {
    const sample = Math.min(this.buyers, 20_000)
    const target = ((orders * KNOWN_SHARE) / this.buyers) * sample
    let low = Math.log(1e-5)
    let high = Math.log(2)
    for (let i = 0; i < 24; i++) {
      const middle = (low + high) / 2
      if (this.#count(sample, Math.exp(middle)) < target) low = middle
      else high = middle
    }
    let scale = Math.exp(low)
    while (this.#count(this.buyers, scale) > orders) scale *= 0.97
    return scale
  }

  /** First days of all customers, in order: a strong launch, then steady growth. */
  #acquire(rng: Rng, customers: number): Int32Array {
    const { calendar } = this
    const growth = Float64Array.from({ length: calendar.days }, (_, day) => {
      const launch = 1 + 2.2 * Math.exp(-day / 40)
      return calendar.weight(day) * launch * Math.exp((0.3 * day) / 365)
    })
    const choice = new WeightedChoice(growth)
    const perDay = new Int32Array(calendar.days)
    for (let c = 0; c < customers; c++) {
      const day = choice.draw(rng)
      perDay[day] = (perDay[day] as number) + 1
    }
    // Buyers get the low numbers, the merely registered the high ones, each in order of date.
    const days = new Int32Array(customers)
    let buyer = 0
    let other = this.buyers
    for (let day = 0, before = 0; day < calendar.days; day++) {
      before += perDay[day] as number
      const buyersSoFar = Math.round((before * this.buyers) / customers)
      days.fill(day, buyer, buyersSoFar)
      days.fill(day, other, this.buyers + before - buyersSoFar)
      buyer = buyersSoFar
      other = this.buyers + before - buyersSoFar
    }
    return days
  }

  #guests(rng: Rng, orders: number): Int32Array {
    const { calendar } = this
    const weights = Float64Array.from(
      { length: calendar.days },
      (_, day) => calendar.weight(day) * Math.exp((0.15 * day) / 365),
    )
    const choice = new WeightedChoice(weights)
    const perDay = new Int32Array(calendar.days)
    for (let i = 0; i < orders; i++) {
      const day = choice.draw(rng)
      perDay[day] = (perDay[day] as number) + 1
    }
    return perDay
  }
}

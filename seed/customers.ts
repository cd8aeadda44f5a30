import type { Buyer } from './basket'
import type { Calendar } from './calendar'
import { COUNTRIES, type Country, identity } from './people'
import { Rng, WeightedChoice } from './random'

export const CUSTOMER_COLUMNS = [
  'customer_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'city',
  'region',
  'country',
  'segment',
  'created_at',
  'updated_at',
] as const

const SEGMENTS = ['standard', 'loyal', 'vip', 'business'] as const
const STANDARD = 0
const LOYAL = 1
const VIP = 2
const BUSINESS = 3

// Orders after which a customer moves up.
const LOYAL_FROM = 5
const VIP_FROM = 15

/** Customers as they are now, a few bytes each; a change of segment or city is written as a later record. */
export class CustomerBook {
  readonly #country: Uint8Array
  readonly #city: Uint8Array
  readonly #segment: Uint8Array
  readonly #taste: Uint8Array
  readonly #orders: Uint32Array
  /** seconds from the start of the period to the first record */
  readonly #created: Int32Array
  readonly #countryChoice = new WeightedChoice(COUNTRIES.map((country) => country.share))
  readonly #width: number

  constructor(
    customers: number,
    readonly calendar: Calendar,
    readonly seed: number,
    readonly rng: Rng,
    readonly write: (line: string) => void,
  ) {
    const draw = new Rng(seed, 51)
    this.#width = Math.max(5, String(customers).length)
    this.#country = new Uint8Array(customers)
    this.#city = new Uint8Array(customers)
    this.#segment = new Uint8Array(customers)
    this.#taste = new Uint8Array(customers)
    this.#orders = new Uint32Array(customers)
    this.#created = new Int32Array(customers)
    for (let c = 0; c < customers; c++) {
      this.#country[c] = this.#countryChoice.draw(draw)
      this.#city[c] = draw.int(this.#countryOf(c).cities.length)
      this.#segment[c] = draw.chance(0.1) ? BUSINESS : STANDARD
      this.#taste[c] = draw.int(3)
    }
  }

  /** A customer orders: registers first where this is the first order, sometimes moves up or moves house. */
  buyer(customer: number, day: number, second: number): Buyer {
    const orders = (this.#orders[customer] as number) + 1
    this.#orders[customer] = orders
    if (orders === 1) this.register(customer, day, second)
    else this.#change(customer, orders, day, second)
    return {
      id: this.#id(customer),
      country: this.#countryOf(customer),
      taste: this.#taste[customer] as number,
      business: this.#segment[customer] === BUSINESS,
      orderNumber: orders,
    }
  }

  /** Writes a customer's first record, some minutes before the given moment. */
  register(customer: number, day: number, second: number): void {
    const earlier = Math.max(0, second - this.rng.between(120, 2400))
    this.#created[customer] = day * 86_400 + earlier
    this.#writeRecord(customer, this.calendar.stamp(day, earlier))
  }

  /** Someone without an account. */
  guest(): Buyer {
    const country = COUNTRIES[this.#countryChoice.draw(this.rng)] as Country
    return { id: '', country, taste: this.rng.int(3), business: false, orderNumber: 1 }
  }

  #countryOf(customer: number): Country {
    return COUNTRIES[this.#country[customer] as number] as Country
  }

  #id(customer: number): string {
    return `C${String(customer + 1).padStart(this.#width, '0')}`
  }

  #change(customer: number, orders: number, day: number, second: number): void {
    const segment = this.#segment[customer] as number
    let changed = false
    if (segment !== BUSINESS && (orders === LOYAL_FROM || orders === VIP_FROM)) {
      this.#segment[customer] = orders === LOYAL_FROM ? LOYAL : VIP
      changed = true
    } else if (this.rng.chance(0.012)) {
      const { cities } = this.#countryOf(customer)
      this.#city[customer] =
        ((this.#city[customer] as number) + 1 + this.rng.int(cities.length - 1)) % cities.length
      changed = true
    }
    if (changed) this.#writeRecord(customer, this.calendar.stamp(day, Math.max(0, second - 60)))
  }

  #writeRecord(customer: number, updatedAt: string): void {
    const country = this.#countryOf(customer)
    const { firstName, lastName, email, phone } = identity(this.seed, customer, country)
    const [city, region] = country.cities[this.#city[customer] as number] as readonly [string, string]
    const segment = SEGMENTS[this.#segment[customer] as number]
    const created = this.#created[customer] as number
    const createdAt = this.calendar.stamp(Math.floor(created / 86_400), created % 86_400)
    this.write(
      `${this.#id(customer)},${firstName},${lastName},${email},${phone},${city},${region},${country.code},${segment},${createdAt},${updatedAt}`,
    )
  }
}

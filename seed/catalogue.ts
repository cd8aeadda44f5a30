import type { Calendar } from './calendar'
import { Rng, WeightedChoice } from './random'

interface Category {
  name: string
  share: number
  /** median list price in euros and its spread (standard deviation of the logarithm) */
  price: number
  spread: number
  margin: number
  refundRate: number
  subcategories: readonly (readonly [name: string, ...nouns: string[]])[]
}

const CATEGORIES: readonly Category[] = [
  {
    name: 'Kitchen',
    share: 0.2,
    price: 24,
    spread: 0.7,
    margin: 0.48,
    refundRate: 0.025,
    subcategories: [
      ['Cookware', 'Pan', 'Pot', 'Wok', 'Casserole'],
      ['Coffee & Tea', 'Coffee Maker', 'Teapot', 'Grinder', 'Mug'],
      ['Knives', 'Chef Knife', 'Bread Knife', 'Cutting Board'],
    ],
  },
  {
    name: 'Home Textiles',
    share: 0.15,
    price: 32,
    spread: 0.5,
    margin: 0.55,
    refundRate: 0.045,
    subcategories: [
      ['Bedding', 'Duvet Cover', 'Pillowcase', 'Sheet'],
      ['Towels', 'Bath Towel', 'Hand Towel', 'Bathrobe'],
      ['Throws', 'Blanket', 'Cushion', 'Rug'],
    ],
  },
  {
    name: 'Lighting',
    share: 0.1,
    price: 58,
    spread: 0.6,
    margin: 0.45,
    refundRate: 0.035,
    subcategories: [
      ['Lamps', 'Desk Lamp', 'Floor Lamp', 'Pendant'],
      ['Candles', 'Candle', 'Lantern', 'Candle Holder'],
    ],
  },
  {
    name: 'Furniture',
    share: 0.08,
    price: 179,
    spread: 0.55,
    margin: 0.38,
    refundRate: 0.05,
    subcategories: [
      ['Seating', 'Chair', 'Stool', 'Bench'],
      ['Storage', 'Shelf', 'Sideboard', 'Coat Rack'],
      ['Tables', 'Side Table', 'Desk', 'Dining Table'],
    ],
  },
  {
    name: 'Garden',
    share: 0.11,
    price: 21,
    spread: 0.75,
    margin: 0.5,
    refundRate: 0.03,
    subcategories: [
      ['Planters', 'Planter', 'Pot Set', 'Hanging Basket'],
      ['Tools', 'Pruner', 'Trowel', 'Watering Can'],
    ],
  },
  {
    name: 'Stationery',
    share: 0.14,
    price: 9,
    spread: 0.5,
    margin: 0.6,
    refundRate: 0.012,
    subcategories: [
      ['Notebooks', 'Notebook', 'Planner', 'Sketchbook'],
      ['Writing', 'Pen', 'Pencil Set', 'Ink'],
      ['Gift Wrap', 'Wrapping Paper', 'Card Set', 'Ribbon'],
    ],
  },
  {
    name: 'Bath & Body',
    share: 0.12,
    price: 14,
    spread: 0.45,
    margin: 0.62,
    refundRate: 0.015,
    subcategories: [
      ['Soap', 'Soap Bar', 'Shower Gel', 'Hand Cream'],
      ['Accessories', 'Soap Dish', 'Brush', 'Mirror'],
    ],
  },
  {
    name: 'Kids',
    share: 0.1,
    price: 27,
    spread: 0.6,
    margin: 0.46,
    refundRate: 0.04,
    subcategories: [
      ['Toys', 'Puzzle', 'Building Set', 'Doll'],
      ['Nursery', 'Night Light', 'Mobile', 'Baby Blanket'],
    ],
  },
]

const ADJECTIVES =
  'Classic Nordic Oak Linen Copper Matte Woven Stone Velvet Compact Large Small Foldable Striped Plain Ribbed Organic Recycled'.split(
    ' ',
  )
const COLOURS = 'White Black Sage Sand Navy Rust Grey Ochre'.split(' ')
const BRANDS =
  'Hearth & Hull,Lumen Works,Nordvik,Papierhaus,Casa Lira,Greenfold,Tiny Harbour,Olmo,Brightwater,Store Own'.split(
    ',',
  )
const SUPPLIER_NAMES =
  'Adler Atlas Baltic Castell Delta Ember Fjord Gallo Harbour Iris Juno Kestrel Lagoon Meridian Nimbus Orchard Pinnacle Quarry Riviera Summit'.split(
    ' ',
  )
const SUPPLIER_KINDS = 'Trading,Manufacturing,Textiles,Ceramics,Imports,Goods'.split(',')
const SUPPLIER_COUNTRIES = ['DE', 'PL', 'PT', 'IT', 'CN', 'IN', 'NL', 'TR']
const LEAD_TIMES: Record<string, number> = { CN: 38, IN: 33, TR: 16 }

/** One supplier and its contract; days count from the start of the period. */
export interface Supplier {
  id: string
  name: string
  country: string
  contractStart: number
  contractEnd: number | undefined
  paymentTermsDays: number
  leadTimeDays: number
  discountRate: string
  rating: string
}

/** One product as it is now; prices in cents of the reporting currency. */
export interface Product {
  index: number
  id: string
  name: string
  category: string
  subcategory: string
  brand: string
  supplier: number
  /** the supplier of a product is not always on record */
  supplierKnown: boolean
  price: number
  /** what the shop's catalogue says it costs; undefined on a few products */
  cost: number | undefined
  refundRate: number
  weight: number
  launched: number
  discontinuedOn: number | undefined
  status: 'active' | 'discontinued'
}

/** Something about a product that a later record of it says. */
export type ProductChange = { day: number; product: number } & (
  | { kind: 'launch' }
  | { kind: 'discontinue' }
  | { kind: 'cost'; factor: number }
  | { kind: 'price'; factor: number }
)

export function makeSuppliers(count: number, calendar: Calendar, seed: number): Supplier[] {
  const rng = new Rng(seed, 21)
  return Array.from({ length: count }, (_, i) => {
    const country = rng.pick(SUPPLIER_COUNTRIES)
    const base = SUPPLIER_NAMES[i % SUPPLIER_NAMES.length] as string
    const round = Math.floor(i / SUPPLIER_NAMES.length)
    const ended = rng.chance(0.08)
    return {
      id: `S${String(i + 1).padStart(3, '0')}`,
      name: `${base} ${rng.pick(SUPPLIER_KINDS)}${round > 0 ? ` ${round + 1}` : ''}`,
      country,
      contractStart: -rng.between(30, 1400),
      contractEnd: ended
        ? rng.between(Math.floor(calendar.days * 0.6), calendar.days - 1)
        : rng.chance(0.75)
          ? calendar.days + rng.between(30, 900)
          : undefined,
      paymentTermsDays: rng.pick([14, 30, 30, 45, 60]),
      leadTimeDays: Math.max(2, (LEAD_TIMES[country] ?? 8) + rng.between(-4, 5)),
      discountRate: (rng.between(0, 12) / 100).toFixed(2),
      rating: (rng.between(28, 50) / 10).toFixed(1),
    }
  })
}

// Shop prices end in .90 or .50, cheap ones in .95, dear ones in .00.
function pricePoint(euros: number): number {
  if (euros < 5) return Math.max(1, Math.floor(euros)) * 100 + 95
  if (euros < 100) return Math.floor(euros) * 100 + (euros % 1 < 0.4 ? 50 : 90)
  return Math.round(euros / 5) * 500
}

/** Applies a price change and rounds to a shop price. */
export function changedPrice(price: number, factor: number): number {
  return Math.max(95, pricePoint((price * factor) / 100))
}

export function makeProducts(count: number, suppliers: number, calendar: Calendar, seed: number): Product[] {
  const rng = new Rng(seed, 22)
  const width = Math.max(3, String(count).length)
  // A product's popularity falls with its rank; ranks are dealt out at random over the catalogue.
  const ranks = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = rng.int(i + 1)
    const swap = ranks[i] as number
    ranks[i] = ranks[j] as number
    ranks[j] = swap
  }
  const shares = new WeightedChoice(CATEGORIES.map((category) => category.share))
  return ranks.map((rank, index) => {
    const category = CATEGORIES[shares.draw(rng)] as Category
    const [subcategory, ...nouns] = rng.pick(category.subcategories)
    const price = pricePoint(category.price * Math.exp(category.spread * rng.normal()))
    const margin = Math.min(0.8, Math.max(0.15, category.margin + 0.07 * rng.normal()))
    const launched = rng.chance(0.16)
      ? rng.between(1, Math.max(1, calendar.days - 45))
      : -rng.between(20, 1100)
    const retired = rng.chance(0.06)
      ? rng.between(Math.floor(calendar.days * 0.35), calendar.days - 1)
      : undefined
    return {
      index,
      id: `P${String(index + 1).padStart(width, '0')}`,
      name: `${rng.pick(ADJECTIVES)} ${rng.pick(nouns)}, ${rng.pick(COLOURS)}`,
      category: category.name,
      subcategory,
      brand: rng.pick(BRANDS),
      supplier: rng.int(suppliers),
      supplierKnown: rng.chance(0.97),
      price,
      cost: rng.chance(0.97) ? Math.max(20, Math.round(price * (1 - margin))) : undefined,
      refundRate: category.refundRate,
      weight: 1 / Math.exp(0.92 * Math.log(rank + 4)),
      launched,
      discontinuedOn: retired !== undefined && retired > launched + 60 ? retired : undefined,
      status: 'active' as const,
    }
  })
}

/** Every later record of the products, in order of day. */
export function productChanges(
  products: readonly Product[],
  calendar: Calendar,
  seed: number,
): ProductChange[] {
  const rng = new Rng(seed, 23)
  const changes: ProductChange[] = []
  const yearly = calendar.days / 365
  for (const { index, launched, discontinuedOn } of products) {
    const from = Math.max(launched, 0) + 14
    const until = Math.min(calendar.days - 1, discontinuedOn ?? calendar.days)
    if (launched >= 0) changes.push({ day: launched, product: index, kind: 'launch' })
    if (from < until && rng.chance(Math.min(0.95, 0.45 * yearly))) {
      changes.push({
        day: rng.between(from, until),
        product: index,
        kind: 'cost',
        factor: 1.035 + 0.05 * rng.normal(),
      })
    }
    if (from < until && rng.chance(Math.min(0.95, 0.3 * yearly))) {
      changes.push({
        day: rng.between(from, until),
        product: index,
        kind: 'price',
        factor: 1.05 + 0.05 * rng.normal(),
      })
    }
    if (discontinuedOn !== undefined)
      changes.push({ day: discontinuedOn, product: index, kind: 'discontinue' })
  }
  return changes.sort((a, b) => a.day - b.day || a.product - b.product)
}

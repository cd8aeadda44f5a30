import { divideRounded } from '@/lib/core/decimal'
import { fromMinor, toMinor } from '@/lib/core/money'

/** One stock movement of a product, in the order of the ledger. */
export interface Movement {
  type: string
  /** Signed units. */
  quantity: number
  /** Cost of one unit in the reporting currency, decimal; null when unknown. */
  unitCost: string | null
}

/** What is there at the end of a day. Values are decimal strings in the reporting currency. */
export interface LedgerBalance {
  onHand: number
  /** Moving average cost of one unit, 6 digits; null while no cost was ever known. */
  averageCost: string | null
  /** On hand at moving average, 2 digits. */
  stockValue: string
  /** On hand, first in first out, 2 digits. */
  fifoValue: string
}

export interface Ledger {
  /** Takes the next movement. The caller orders them: moved_at, receipts before issues, movement_id. */
  add(movement: Movement): void
  endOfDay(): LedgerBalance
}

interface Layer {
  units: bigint
  /** Scale 4; null: unknown. */
  cost: bigint | null
}

/** Values are kept in 10^-12, costs in 10^-4. */
const VALUE_SCALE = 12
const COST_SCALE = 4
const COST_TO_VALUE = 10n ** BigInt(VALUE_SCALE - COST_SCALE)

/**
 * The stock ledger of one product, by moving average and by first in first out at once.
 *
 * Units that come in (any type) enter at their unit cost, and at the average when theirs is unknown; units
 * that go out leave at the average and from the oldest layer. Between two receipts the average is an exact
 * fraction; a receipt rounds what is left at 10^-12.
 *
 * - Units of unknown cost before any cost is known take the first one that becomes known.
 * - Below zero there is nothing to value: both values are 0 and the average stays what it was. The next
 *   receipt makes up the shortage first, and only what is left of it enters, at its own cost.
 */
export function createLedger(): Ledger {
  let onHand = 0n
  // Value on hand = basisValue × onHand / basisUnits; both as they were after the last receipt.
  let basisValue = 0n
  let basisUnits = 0n
  let costIsKnown = false
  let layers: Layer[] = []
  let oldest = 0
  // Kept up as layers come and go: the end of a day must not cost as much as the layers there are.
  let layersValue = 0n

  const value = () =>
    onHand <= 0n || basisUnits === 0n ? 0n : divideRounded(basisValue * onHand, basisUnits)

  function receive(units: bigint, given: bigint | null) {
    const entering = onHand >= 0n ? units : onHand + units
    const before = onHand > 0n ? onHand : 0n
    onHand += units
    if (entering <= 0n) {
      if (given !== null) setAverage(given)
      return
    }
    const cost = given ?? averageForLayer()
    layers.push({ units: entering, cost })
    layersValue += entering * (cost ?? 0n)
    if (given !== null && !costIsKnown) {
      // What came in before at an unknown cost is taken to have cost as much.
      for (let i = oldest; i < layers.length; i++) {
        const layer = layers[i] as Layer
        if (layer.cost === null) layersValue += layer.units * given
        layer.cost ??= given
      }
      setAverage(given)
    } else if (given !== null) {
      const left = before === 0n ? 0n : divideRounded(basisValue * before, basisUnits)
      basisValue = left + entering * given * COST_TO_VALUE
      basisUnits = before + entering
    }
    // Entering at the average leaves it as it is, and the basis with it.
  }

  function setAverage(cost: bigint) {
    basisValue = cost * COST_TO_VALUE
    basisUnits = 1n
    costIsKnown = true
  }

  function averageForLayer(): bigint | null {
    if (!costIsKnown) return null
    return divideRounded(basisValue, basisUnits * COST_TO_VALUE)
  }

  function issue(units: bigint) {
    onHand -= units
    for (let open = units; open > 0n && oldest < layers.length; ) {
      const layer = layers[oldest] as Layer
      const taken = smaller(layer.units, open)
      layer.units -= taken
      layersValue -= taken * (layer.cost ?? 0n)
      open -= taken
      if (layer.units === 0n) oldest += 1
    }
    // Used-up layers are dropped when they are the greater part, so that a unit is copied once at most.
    if (oldest > 1000 && oldest * 2 > layers.length) {
      layers = layers.slice(oldest)
      oldest = 0
    }
  }

  return {
    add({ quantity, unitCost }) {
      if (quantity > 0) receive(BigInt(quantity), unitCost === null ? null : toMinor(unitCost, COST_SCALE))
      else if (quantity < 0) issue(BigInt(-quantity))
    },
    endOfDay: () => ({
      onHand: Number(onHand),
      averageCost: costIsKnown ? fromMinor(divideRounded(basisValue, basisUnits * 10n ** 6n), 6) : null,
      stockValue: rescale(value(), VALUE_SCALE),
      fifoValue: rescale(layersValue, COST_SCALE),
    }),
  }
}

/** Math.min is for numbers only. */
function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** A value of `scale` digits rounded to the cent. */
function rescale(value: bigint, scale: number): string {
  return fromMinor(divideRounded(value, 10n ** BigInt(scale - 2)))
}

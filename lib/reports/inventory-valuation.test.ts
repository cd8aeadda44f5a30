import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLedger, type LedgerBalance } from './inventory-valuation'

type Step = [quantity: number, unitCost?: string | null]

/** The balances after each step. */
function balances(...steps: Step[]): LedgerBalance[] {
  const ledger = createLedger()
  return steps.map(([quantity, unitCost = null]) => {
    ledger.add({ type: quantity > 0 ? 'receipt' : 'sale', quantity, unitCost })
    return ledger.endOfDay()
  })
}
const last = (...steps: Step[]) => balances(...steps).at(-1)

describe('the stock ledger', () => {
  it('values the worked example: average 12, 24 and 36 left; first in first out 32 and 44 left', () => {
    expect(balances([8, '10'], [4, '16'], [-10], [2, '6'])).toEqual([
      { onHand: 8, averageCost: '10.000000', stockValue: '80.00', fifoValue: '80.00' },
      { onHand: 12, averageCost: '12.000000', stockValue: '144.00', fifoValue: '144.00' },
      { onHand: 2, averageCost: '12.000000', stockValue: '24.00', fifoValue: '32.00' },
      { onHand: 4, averageCost: '9.000000', stockValue: '36.00', fifoValue: '44.00' },
    ])
  })

  it('starts with nothing', () => {
    expect(createLedger().endOfDay()).toEqual({
      onHand: 0,
      averageCost: null,
      stockValue: '0.00',
      fifoValue: '0.00',
    })
  })

  it('brings units of unknown cost in at the average', () => {
    expect(last([2, '10'], [2, '20'], [4, null])).toEqual({
      onHand: 8,
      averageCost: '15.000000',
      stockValue: '120.00',
      fifoValue: '120.00',
    })
  })

  it('values nothing while no cost is known, and everything at the first cost that is', () => {
    expect(balances([3, null], [1, '2.5'])).toEqual([
      { onHand: 3, averageCost: null, stockValue: '0.00', fifoValue: '0.00' },
      { onHand: 4, averageCost: '2.500000', stockValue: '10.00', fifoValue: '10.00' },
    ])
  })

  it('has no value below zero, and the next receipt fills the hole first', () => {
    expect(balances([1, '10'], [-3], [5, '20'])).toEqual([
      { onHand: 1, averageCost: '10.000000', stockValue: '10.00', fifoValue: '10.00' },
      { onHand: -2, averageCost: '10.000000', stockValue: '0.00', fifoValue: '0.00' },
      { onHand: 3, averageCost: '20.000000', stockValue: '60.00', fifoValue: '60.00' },
    ])
  })

  it('does not lose the third of a cent between two receipts', () => {
    expect(last([3, '10'], [3, '10.0001'], [-5])).toMatchObject({
      averageCost: '10.000050',
      stockValue: '10.00',
    })
    const ledger = createLedger()
    ledger.add({ type: 'receipt', quantity: 2, unitCost: '1' })
    ledger.add({ type: 'receipt', quantity: 1, unitCost: '2' })
    for (let i = 0; i < 2; i++) ledger.add({ type: 'sale', quantity: -1, unitCost: null })
    expect(ledger.endOfDay()).toMatchObject({
      averageCost: '1.333333',
      stockValue: '1.33',
      fifoValue: '2.00',
    })
  })

  it('ignores the cost an issue carries and a movement of nothing', () => {
    expect(last([4, '5'], [-1, '99'], [0, '7'])).toMatchObject({
      averageCost: '5.000000',
      stockValue: '15.00',
    })
  })

  it('agrees with a queue of single units for any movements, and both methods agree at one cost', () => {
    const step = fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 0, max: 999_999 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = createLedger()
        const flat = createLedger()
        const queue: number[] = []
        let hole = 0
        for (const [quantity, cost] of steps) {
          ledger.add({ type: 'adjustment', quantity, unitCost: (cost / 10_000).toFixed(4) })
          flat.add({ type: 'adjustment', quantity, unitCost: '7.1234' })
          for (let i = 0; i < quantity; i++) hole > 0 ? hole-- : queue.push(cost)
          for (let i = 0; i < -quantity; i++) if (queue.shift() === undefined) hole++
        }
        const sum = queue.reduce((a, b) => a + b, 0)
        const { onHand, fifoValue } = ledger.endOfDay()
        expect(onHand).toBe(queue.length - hole)
        expect(fifoValue).toBe((Math.round(sum / 100) / 100).toFixed(2))
        expect(flat.endOfDay().stockValue).toBe(flat.endOfDay().fifoValue)
      }),
    )
  })

  // Looking through the whole queue at each movement would outlast the test's time limit by far.
  it('drains a queue of 100,000 layers to nothing', () => {
    const ledger = createLedger()
    for (let i = 0; i < 100_000; i++) ledger.add({ type: 'receipt', quantity: 2, unitCost: '3.5' })
    for (let i = 0; i < 100_000; i++) {
      ledger.add({ type: 'sale', quantity: -2, unitCost: null })
      ledger.endOfDay()
    }
    const { onHand, stockValue, fifoValue } = ledger.endOfDay()
    expect({ onHand, stockValue, fifoValue }).toEqual({ onHand: 0, stockValue: '0.00', fifoValue: '0.00' })
  })
})

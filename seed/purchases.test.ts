import { expect, it } from 'vitest'
import { Calendar, dayNumber } from './calendar'
import { A, B, Purchases, R } from './purchases'

const calendar = new Calendar(dayNumber('2024-01-01'), dayNumber('2025-12-31'))
const purchases = new Purchases(calendar, 40_000, 6_000, 7)
const queue = { list: new Int32Array(16) }
let known = 0
for (let day = 0; day < calendar.days; day++) known += purchases.collect(day, queue)

it('shares the orders between known customers and guests, exactly as many as asked', () => {
  const guests = purchases.guestsOn.reduce((sum, n) => sum + n, 0)
  expect(known + guests).toBe(40_000)
  expect(known / 40_000).toBeCloseTo(0.86, 1)
})

it('follows the BG/NBD distribution of repeat orders', () => {
  // Probability of 0 and of 1 repeat order in a time t (Fader, Hardie & Lee 2005, equation 8), t in operational weeks.
  const alpha = purchases.alphaWeeks
  let expected0 = 0
  let expected1 = 0
  for (let c = 0; c < purchases.buyers; c++) {
    const day = purchases.acquiredOn(c)
    const t = (calendar.horizon - (calendar.time[day] as number) - calendar.weight(day) / 2) / 7
    const none = Math.exp(R * Math.log(alpha / (alpha + t)))
    expected0 += none
    expected1 += (B / (A + B)) * R * none * (t / (alpha + t)) + (A / (A + B)) * (1 - none)
  }
  const buyersWith = (orders: number) => purchases.placed.filter((placed) => placed === orders).length
  // Within four standard deviations of a count.
  expect(Math.abs(buyersWith(1) - expected0)).toBeLessThan(4 * Math.sqrt(expected0))
  expect(Math.abs(buyersWith(2) - expected1)).toBeLessThan(4 * Math.sqrt(expected1))
})

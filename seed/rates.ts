import type { Calendar } from './calendar'
import { isoDay, weekdayOf } from './calendar'
import { Rng } from './random'

export const CURRENCIES = ['EUR', 'GBP', 'USD'] as const
export type Currency = (typeof CURRENCIES)[number]

/** What a euro price becomes in each currency's price list; set once, whatever the rate does. */
export const PRICE_LIST: Record<Currency, number> = { EUR: 1, GBP: 0.87, USD: 1.12 }

const START: Record<'GBP' | 'USD', number> = { GBP: 1.162, USD: 0.918 }

/** Rates of every business day, from a week before the period so that its first day has one too. */
export function writeRates(calendar: Calendar, seed: number, write: (line: string) => void): void {
  const rng = new Rng(seed, 41)
  const rate = { ...START }
  for (let day = calendar.start - 7; day <= calendar.end; day++) {
    if (weekdayOf(day) > 4) continue
    for (const currency of ['GBP', 'USD'] as const) {
      // A random walk that is drawn back to where it started.
      const pull = 0.004 * Math.log(START[currency] / rate[currency])
      rate[currency] *= Math.exp(pull + 0.0038 * rng.normal())
      write(`${currency},${isoDay(day)},${rate[currency].toFixed(6)}`)
    }
  }
}

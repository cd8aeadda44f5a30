import { expect, it } from 'vitest'
import { cronInWords } from './cron-in-words'

it.each([
  ['0 3 * * *', 'At 03:00'],
  ['*/15 8-18 * * 1-5', 'Every 15 minutes, between 08:00 and 18:59, Monday through Friday'],
  ['30 0 3 1 * *', 'At 03:00:30, on day 1 of the month'],
])('%s is said as %s', (cron, words) => {
  expect(cronInWords(cron)).toBe(words)
})

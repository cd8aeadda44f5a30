import { two } from './calendar'

/** Text of an amount in cents. */
export function money(cents: number): string {
  return `${Math.floor(cents / 100)}.${two(cents % 100)}`
}

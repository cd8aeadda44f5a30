import 'server-only'
import { env } from '@/lib/core/env'
import { createFormatter, type Formatter } from '@/lib/core/format'

let made: Formatter | undefined

/** The store's formatter in a server component. */
export function storeFormat(): Formatter {
  const { reportingCurrency, storeTimezone } = env()
  if (!made || made.currency !== reportingCurrency || made.timeZone !== storeTimezone) {
    made = createFormatter({ currency: reportingCurrency, timeZone: storeTimezone })
  }
  return made
}

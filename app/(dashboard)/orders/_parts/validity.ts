import { formatDay } from '@/lib/core/format'

/** How long a version held, in words; the first and the last have no end. */
export function validity({ validFrom, validTo }: { validFrom: string; validTo: string }): string {
  const first = validFrom <= '1900-01-01'
  const last = validTo >= '9999-01-01'
  if (first && last) return 'of all time'
  if (first) return `until ${formatDay(validTo)}`
  return last ? `from ${formatDay(validFrom)}` : `${formatDay(validFrom)} to ${formatDay(validTo)}`
}

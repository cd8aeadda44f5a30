import type { Comparison, FilterName, Preset } from './search-params'

/** What readers see for the words of the URL. */

export const PRESET_LABELS: Record<Preset, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  'last-month': 'Last month',
  quarter: 'This quarter',
  year: 'This year',
  all: 'All time',
  custom: 'Custom',
}

export const COMPARISON_LABELS: Record<Comparison, string> = {
  previous: 'Previous period',
  year: 'Same period last year',
  none: 'No comparison',
}

export const FILTER_LABELS: Record<FilterName, string> = {
  category: 'Category',
  brand: 'Brand',
  supplier: 'Supplier',
  channel: 'Channel',
  country: 'Country',
  currency: 'Currency',
  segment: 'Segment',
  customer_type: 'Customer type',
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const countries = new Intl.DisplayNames('en-GB', { type: 'region' })

/** A dimension's value in words: country names for codes, capitals for types, `None` for `(none)`. */
export function valueLabel(dimension: string, value: string): string {
  if (value === '(none)') return dimension === 'category' ? 'Uncategorised' : 'None'
  if (dimension === 'country') {
    try {
      return countries.of(value) ?? value
    } catch {
      return value // not a region code
    }
  }
  if (dimension === 'weekday') return WEEKDAYS[Number(value) - 1] ?? value
  return dimension === 'customer_type' ? value.charAt(0).toUpperCase() + value.slice(1) : value
}

import type { ColumnType } from './entities'

/** What a column takes, in the words of every refusal: `<column> takes <these words>`. */
export const ACCEPTS = {
  value: 'a value, it must not be empty',
  length: 'at most 1,000 characters',
  integer: 'a whole number in plain digits, such as 12',
  decimal: 'a number in plain digits with a decimal point, such as 1234.50',
  date: 'a day as YYYY-MM-DD',
  timestamp: 'a time as YYYY-MM-DD HH:MM:SS, with an offset such as +01:00 or in the store’s time zone',
  anyDay: 'a day from 1990 on',
  pastDay: 'a day from 1990 on and not more than a day in the future',
  boolean: 'true or false',
  currency: 'an ISO 4217 code such as EUR',
  positive: 'a number above 0 for receipts and returns',
  negative: 'a number below 0 for sales and write-offs',
  lineDiscount: 'a discount between 0 and quantity × unit_price',
} as const

/** The range of a number column in words. */
export function acceptedRange(type: Extract<ColumnType, { kind: 'integer' | 'decimal' }>): string {
  return 'above' in type && type.above !== undefined
    ? `a number above ${type.above}, at most ${type.max}`
    : `a number from ${type.min} to ${type.max}`
}

/** The words a choice column takes. */
export const acceptedChoice = (of: readonly string[]) => `one of ${of.join(', ')}`

/** What a column takes altogether, for a form: `a whole number in plain digits, such as 12; from 1 to 10`. */
export function acceptedBy(type: ColumnType, future?: boolean): string {
  switch (type.kind) {
    case 'integer':
    case 'decimal':
      return `${type.kind === 'integer' ? 'a whole number' : 'a number with a decimal point'}, ${acceptedRange(type).replace('a number ', '')}`
    case 'date':
    case 'timestamp':
      return type.kind === 'date'
        ? `${ACCEPTS.date}, from 1990 on`
        : `${ACCEPTS.timestamp}${future ? '' : ', not in the future'}`
    case 'boolean':
      return ACCEPTS.boolean
    case 'currency':
      return ACCEPTS.currency
    case 'choice':
      return acceptedChoice(type.of)
    case 'country':
      return 'an ISO 3166 code such as DE, or an English country name'
    case 'email':
      return 'an e-mail address'
    default:
      return 'text of up to 1,000 characters'
  }
}

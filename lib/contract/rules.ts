/** Why a row is kept aside, or warned about, with the words of the docs. Names are stable: filters and golden totals use them. */
export interface Rule {
  name: string
  /** quarantined rows stay aside; waiting ones are retried by every later run; warnings load all the same. */
  effect: 'quarantined' | 'waiting' | 'warning'
  description: string
}

export const rules: readonly Rule[] = [
  {
    name: 'malformed_record',
    effect: 'quarantined',
    description:
      'The record cannot be taken apart: another number of fields than the header, or a quote that is not closed.',
  },
  { name: 'nul_character', effect: 'quarantined', description: 'The record contains a NUL byte.' },
  {
    name: 'invalid_text',
    effect: 'quarantined',
    description: 'In a UTF-8 file, the record has bytes that are not UTF-8.',
  },
  { name: 'missing_key', effect: 'quarantined', description: 'A column of the key is empty.' },
  { name: 'missing_value', effect: 'quarantined', description: 'Another required column is empty.' },
  {
    name: 'bad_integer',
    effect: 'quarantined',
    description: 'Not a whole number in plain digits (8.7, 1e2, 1,000 and 0x1F are none).',
  },
  {
    name: 'bad_decimal',
    effect: 'quarantined',
    description: 'Not a number in plain digits with a point (1e3, 1_000, inf, 1,000.00 and €5 are none).',
  },
  { name: 'bad_date', effect: 'quarantined', description: 'Not a day as YYYY-MM-DD.' },
  {
    name: 'bad_timestamp',
    effect: 'quarantined',
    description: 'Not an ISO 8601 time such as 2026-11-23 14:05:00 or 2026-11-23T14:05:00+01:00.',
  },
  { name: 'bad_boolean', effect: 'quarantined', description: 'Neither true nor false.' },
  { name: 'unknown_value', effect: 'quarantined', description: 'Not one of the values the column takes.' },
  {
    name: 'out_of_range',
    effect: 'quarantined',
    description: 'A number below or above what the column takes.',
  },
  {
    name: 'bad_sign',
    effect: 'quarantined',
    description:
      'The sign of a movement does not fit its type: receipts and returns are above 0, sales and write-offs below.',
  },
  {
    name: 'discount_above_gross',
    effect: 'quarantined',
    description: 'The line discount is more than quantity × unit price.',
  },
  {
    name: 'date_out_of_range',
    effect: 'quarantined',
    description: 'Before 1990, or an event more than a day in the future.',
  },
  { name: 'text_too_long', effect: 'quarantined', description: 'A text over 1,000 characters.' },
  { name: 'unknown_order', effect: 'waiting', description: 'The order of a line is not loaded.' },
  {
    name: 'unknown_product',
    effect: 'waiting',
    description: 'The product of a line or movement is not loaded.',
  },
  { name: 'unknown_customer', effect: 'waiting', description: 'The customer of an order is not loaded.' },
  { name: 'unknown_line', effect: 'waiting', description: 'The order line of a refund is not loaded.' },
  { name: 'unknown_supplier', effect: 'waiting', description: 'The supplier of a product is not loaded.' },
  {
    name: 'missing_rate',
    effect: 'waiting',
    description: 'No exchange rate at or before the day of an order in a foreign currency.',
  },
  {
    name: 'unknown_column',
    effect: 'warning',
    description: 'The file has a column Storeroom does not know; it is kept out of the warehouse.',
  },
  {
    name: 'no_records',
    effect: 'warning',
    description: 'The file has a header and no records.',
  },
  {
    name: 'duplicate_key',
    effect: 'warning',
    description:
      'A key stands more than once in one file with different content and nothing to order it: the last one loads.',
  },
  { name: 'malformed_email', effect: 'warning', description: 'An e-mail address that cannot be one.' },
  {
    name: 'unknown_country',
    effect: 'warning',
    description: 'A country that is neither an ISO 3166 code nor an English name: it loads empty.',
  },
  {
    name: 'rounded_decimal',
    effect: 'warning',
    description: 'More decimals than are kept: rounded half away from zero.',
  },
  {
    name: 'cost_above_price',
    effect: 'warning',
    description: 'A product whose unit cost is above its list price.',
  },
]

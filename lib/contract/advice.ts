/** What to do about a row kept aside, by its rule, for the person who can mend it. */
const ADVICE: Record<string, string> = {
  malformed_record:
    'Give the record its fields: open it and fill them in. If there are many, the export puts text with dividers or quotes into fields without quoting it.',
  nul_character: 'Open the record and type its fields anew; the export or a transfer damaged it.',
  invalid_text: 'Open the record and type the damaged text anew, or export the file as UTF-8 again.',
  missing_key: 'Fill in the key; without it the record cannot be told from others.',
  missing_value: 'Fill in the column.',
  bad_integer: 'Write the number in plain digits, without separators or decimals.',
  bad_decimal: 'Write the number in plain digits with a decimal point, without currency sign or separators.',
  bad_date: 'Write the day as YYYY-MM-DD.',
  bad_timestamp: 'Write the time as YYYY-MM-DD HH:MM:SS.',
  bad_boolean: 'Write true or false.',
  unknown_value: 'Use one of the values the column takes; a spelling of your own has to be translated.',
  out_of_range: 'Correct the number, or discard the row if it was never meant to be one.',
  bad_sign: 'Turn the sign round, or correct the type of the movement.',
  discount_above_gross: 'Correct discount, quantity or price: the discount is more than the line is worth.',
  date_out_of_range: 'Correct the day; a wrong century or a placeholder such as 1900-01-01 is usual.',
  text_too_long: 'Shorten the text, or look for a quote that was not closed in the lines above.',
  unknown_order: 'Drop in the orders file that has these orders; the lines load by themselves.',
  unknown_product: 'Drop in a products file with these products; the rows load by themselves.',
  unknown_customer: 'Drop in a customers file with these customers; the orders load by themselves.',
  unknown_line: 'Drop in the order lines these refunds belong to; the refunds load by themselves.',
  unknown_supplier: 'Drop in a suppliers file with these suppliers; the products load by themselves.',
  missing_rate: 'Drop in an exchange_rates file with a rate for that currency and day.',
}

/** @returns one or two sentences for any rule */
export function adviceFor(rule: string): string {
  return ADVICE[rule] ?? 'Open a row to see what would be accepted.'
}

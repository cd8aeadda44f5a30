import type { Rule } from '@/lib/contract/rules'
import type { CheckInfo, CheckLevel } from './check-words'

/** Rules of the source contract that are not about one row by itself. */
const LEVELS: Record<string, CheckLevel> = {
  unknown_column: 'file',
  no_records: 'file',
  duplicate_key: 'file',
  invalid_text: 'file',
  unknown_order: 'referential',
  unknown_product: 'referential',
  unknown_customer: 'referential',
  unknown_line: 'referential',
  unknown_supplier: 'referential',
  missing_rate: 'referential',
  bad_sign: 'business rule',
  discount_above_gross: 'business rule',
  cost_above_price: 'business rule',
}

const WHAT_TO_DO: Record<Rule['effect'], string> = {
  quarantined:
    'Open the quarantine: it shows the record with the offending column. Correct it there or in the shop.',
  waiting: 'Load what the row refers to: it is tried again by every run and loads by itself.',
  warning: 'The row is loaded. Open the file to see which column and value it is, and mend the export.',
}

/**
 * A rule every record is judged by as it is read, as a check. It never stops a publish: the row it finds is kept
 * aside, or loads with a warning.
 */
export function ruleInfo(rule: Rule): CheckInfo {
  return {
    name: rule.name,
    kind: 'contract',
    level: LEVELS[rule.name] ?? 'row',
    severity: 'warning',
    description: rule.description,
    whatToDo: WHAT_TO_DO[rule.effect],
    threshold: null,
  }
}

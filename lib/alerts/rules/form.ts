import { parseConditions } from '@/lib/metrics/request'
import type { RuleConfig, RuleKind } from './config'

/** The fields of the form that adds or edits a rule, as text like a form has them. */
export interface RuleFields {
  kind: RuleKind
  inARow: string
  checks: string[]
  severity: 'any' | 'blocking' | 'warning'
  by: string
  weekdays: number[]
  percent: string
  metric: string
  /** `channel=web, country=DE` */
  where: string
  period: 'yesterday' | 'last_7_days' | 'last_30_days'
  compare: 'value' | 'previous' | 'week_before' | 'year_before'
  /** above and below a number; up and down by a percentage. */
  side: 'high' | 'low'
  /** In percent for a share. */
  threshold: string
}

export const EMPTY_FIELDS: RuleFields = {
  kind: 'run_failed',
  inARow: '1',
  checks: [],
  severity: 'blocking',
  by: '07:00',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  percent: '5',
  metric: 'net_sales',
  where: '',
  period: 'yesterday',
  compare: 'week_before',
  side: 'low',
  threshold: '30',
}

/** Moves the point of a plain decimal: (`25`, -2) → `0.25`; what is no number is left as it is. */
export function movePoint(text: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return text.trim()
  const [, sign = '', whole = '', fraction = ''] = match
  const zeros = '0'.repeat(Math.abs(places))
  const digits = `${zeros}${whole}${fraction}${zeros}`
  const at = zeros.length + whole.length + places
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const after = digits.slice(at).replace(/0+$/, '')
  return `${sign}${before}${after === '' ? '' : `.${after}`}`
}

/**
 * What the API is sent for the fields; it checks them.
 * @param isShare whether the metric is a share, whose number is entered in percent
 * @throws QueryError when `where` cannot be read
 */
export function configFromFields(fields: RuleFields, isShare: boolean): Record<string, unknown> {
  switch (fields.kind) {
    case 'run_failed':
      return { kind: fields.kind, inARow: Number(fields.inARow) }
    case 'check_failed':
      return { kind: fields.kind, checks: fields.checks, severity: fields.severity }
    case 'not_fresh':
      return { kind: fields.kind, by: fields.by, weekdays: fields.weekdays }
    case 'quarantine_rate':
      return { kind: fields.kind, percent: Number(fields.percent) }
    case 'metric':
      return {
        kind: fields.kind,
        metric: fields.metric,
        where: parseConditions(fields.where.split(',')),
        period: fields.period,
        condition:
          fields.compare === 'value'
            ? {
                type: 'value',
                is: fields.side === 'high' ? 'above' : 'below',
                value: isShare ? movePoint(fields.threshold, -2) : fields.threshold.trim(),
              }
            : {
                type: 'change',
                against: fields.compare,
                is: fields.side === 'high' ? 'up' : 'down',
                percent: Number(fields.threshold),
              },
      }
    case 'schedule_paused':
    case 'circuit_open':
      return { kind: fields.kind }
  }
}

/** The fields that show a rule's settings. */
export function fieldsOf(config: RuleConfig, isShare: boolean): RuleFields {
  const fields: RuleFields = { ...EMPTY_FIELDS, kind: config.kind }
  switch (config.kind) {
    case 'run_failed':
      return { ...fields, inARow: String(config.inARow) }
    case 'check_failed':
      return { ...fields, checks: config.checks, severity: config.severity }
    case 'not_fresh':
      return { ...fields, by: config.by, weekdays: config.weekdays }
    case 'quarantine_rate':
      return { ...fields, percent: String(config.percent) }
    case 'metric': {
      const { metric, period, condition } = config
      const where = Object.entries(config.where).flatMap(([name, values]) =>
        values.map((value) => `${name}=${value}`),
      )
      const common = { ...fields, metric, period, where: where.join(', ') }
      return condition.type === 'value'
        ? {
            ...common,
            compare: 'value',
            side: condition.is === 'above' ? 'high' : 'low',
            threshold: isShare ? movePoint(condition.value, 2) : condition.value,
          }
        : {
            ...common,
            compare: condition.against,
            side: condition.is === 'up' ? 'high' : 'low',
            threshold: String(condition.percent),
          }
    }
    case 'schedule_paused':
    case 'circuit_open':
      return fields
  }
}

import type { Formatter } from '@/lib/core/format'
import { metricByName } from '@/lib/metrics/catalog'
import { unitOfMetric } from '../judge/metric'
import type { ConfigOf, RuleConfig } from './config'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

export const PERIOD_WORDS = {
  yesterday: 'yesterday',
  last_7_days: 'the last 7 days',
  last_30_days: 'the last 30 days',
} as const

export const AGAINST_WORDS = {
  previous: 'the period before',
  week_before: 'a week before',
  year_before: 'a year before',
} as const

/** When a rule raises, as a sentence: `A run fails`, `No load by 07:00 on Mon to Fri`. */
export function describeRule(config: RuleConfig, format: Formatter): string {
  switch (config.kind) {
    case 'run_failed':
      return config.inARow === 1 ? 'A run fails' : `${config.inARow} runs in a row fail`
    case 'check_failed':
      return describeChecks(config)
    case 'not_fresh':
      return `No load by ${config.by}${onDays(config.weekdays)}, ${format.timeZone}`
    case 'quarantine_rate':
      return `A run keeps aside more than ${config.percent}% of its rows`
    case 'metric':
      return describeMetric(config, format)
    case 'schedule_paused':
      return 'The schedule pauses itself after failed runs'
    case 'circuit_open':
      return 'The mail server, a webhook or Redis stops answering'
  }
}

function describeChecks({ checks, severity }: ConfigOf<'check_failed'>): string {
  const which = severity === 'any' ? '' : `${severity} `
  if (checks.length === 0) return `Any ${which}check finds offending rows`
  if (checks.length <= 2)
    return `${checks.join(' or ')} finds offending rows${which && `, if ${which.trim()}`}`
  return `One of ${checks.length} chosen ${which}checks finds offending rows`
}

function onDays(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].sort((a, b) => a - b)
  if (days.length === 7) return ''
  const name = (day: number) => DAYS[day - 1] ?? ''
  const first = days[0] ?? 1
  const last = days.at(-1) ?? 1
  const joined = days.length > 2 && last - first === days.length - 1
  return ` on ${joined ? `${name(first)} to ${name(last)}` : days.map(name).join(', ')}`
}

function describeMetric({ metric, where, period, condition }: ConfigOf<'metric'>, format: Formatter): string {
  const only = Object.entries(where).map(([name, values]) => `${name} ${values.join(' or ')}`)
  const of = `${metricByName(metric).label} of ${PERIOD_WORDS[period]}${only.length > 0 ? ` (${only.join(', ')})` : ''}`
  return condition.type === 'value'
    ? `${of} ${condition.is} ${format.value(condition.value, unitOfMetric(metric), 'full')}`
    : `${of} ${condition.is} by more than ${condition.percent}% against ${AGAINST_WORDS[condition.against]}`
}

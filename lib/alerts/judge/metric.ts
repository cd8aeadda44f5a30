import { addDays, type DayRange, previousPeriod, samePeriodLastYear } from '@/lib/core/dates'
import { divideRounded, scaled } from '@/lib/core/decimal'
import { type Figure, type Formatter, formatDayRange, type Unit } from '@/lib/core/format'
import { metricByName } from '@/lib/metrics/catalog'
import type { ConfigOf } from '../rules/config'
import { type Judge, NOTHING_TO_SAY, type Verdict } from '../verdict'

/** A metric over its period, and over the one it is compared with. */
export interface MetricFacts {
  range: DayRange
  value: Figure
  compared: { range: DayRange; value: Figure } | null
  format: Formatter
}

type MetricConfig = ConfigOf<'metric'>

const DAYS = { yesterday: 1, last_7_days: 7, last_30_days: 30 } as const

/** The whole days a rule looks at; they end yesterday. */
export function metricRange(period: MetricConfig['period'], today: string): DayRange {
  return { from: addDays(today, -DAYS[period]), to: addDays(today, -1) }
}

/** What a rule compares that with; null when it compares with a number. */
export function comparedRange({ condition }: MetricConfig, range: DayRange): DayRange | null {
  if (condition.type === 'value') return null
  switch (condition.against) {
    case 'previous':
      return previousPeriod(range)
    case 'week_before':
      return { from: addDays(range.from, -7), to: addDays(range.to, -7) }
    case 'year_before':
      return samePeriodLastYear(range)
  }
}

/** The unit a metric is written in. */
export function unitOfMetric(name: string): Unit {
  const { unit } = metricByName(name)
  return unit === 'units' ? 'count' : unit
}

/** Raises when the figure is beyond the threshold. A figure that is missing says nothing. */
export const judgeMetric: Judge<'metric', MetricFacts> = (config, facts) => {
  const { label } = metricByName(config.metric)
  const say = (figure: Figure) => facts.format.value(figure, unitOfMetric(config.metric), 'full')
  const days = formatDayRange(facts.range.from, facts.range.to)
  const found = config.condition.type === 'value' ? byValue(config, facts, say) : byChange(config, facts, say)
  if (!found) return NOTHING_TO_SAY
  if (!found.beyond) return { bad: [], clears: `${label} on ${days}: ${say(facts.value)}.` } satisfies Verdict
  const filters = Object.entries(config.where).map(([name, values]) => `${name} ${values.join(', ')}`)
  return {
    bad: [
      {
        subject: config.metric,
        occurrence: `period ${facts.range.from} ${facts.range.to}`,
        severity: 'warning',
        title: `${label} ${found.title}`,
        message: [
          `${label} on ${days}: ${say(facts.value)}${found.than}.`,
          ...filters.map((text) => `Only ${text}.`),
        ].join(' '),
        path: '/revenue',
        detail: {
          metric: config.metric,
          from: facts.range.from,
          to: facts.range.to,
          value: String(facts.value),
        },
      },
    ],
    clears: null,
  }
}

interface Found {
  beyond: boolean
  title: string
  than: string
}

function byValue(
  { condition }: MetricConfig,
  { value }: MetricFacts,
  say: (figure: Figure) => string,
): Found | null {
  if (condition.type !== 'value') return null
  const now = scaled(value)
  const limit = scaled(condition.value)
  if (now === null || limit === null) return null
  return {
    beyond: condition.is === 'above' ? now > limit : now < limit,
    title: `${condition.is} ${say(condition.value)}`,
    than: `, ${condition.is} the ${say(condition.value)} of the rule`,
  }
}

function byChange(
  { condition }: MetricConfig,
  { value, compared }: MetricFacts,
  say: (figure: Figure) => string,
): Found | null {
  if (condition.type !== 'change' || !compared) return null
  const now = scaled(value)
  const before = scaled(compared.value)
  // From zero there is no percentage.
  if (now === null || before === null || before === 0n) return null
  const size = before < 0n ? -before : before
  const moved = condition.is === 'up' ? now - before : before - now
  const tenths = divideRounded(moved * 1000n, size)
  return {
    beyond: moved * 100_000n > BigInt(Math.round(condition.percent * 1000)) * size,
    title: `${condition.is} by ${tenths / 10n}.${(tenths < 0n ? -tenths : tenths) % 10n}%`,
    than: `, against ${say(compared.value)} on ${formatDayRange(compared.range.from, compared.range.to)}; the rule allows ${condition.percent}%`,
  }
}

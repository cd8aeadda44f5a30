'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Area, Bar, CartesianGrid, Cell, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormat } from '@/app/_components/format-context'
import { change } from '@/lib/core/change'
import { type Figure, formatDay, formatMonth, type Unit } from '@/lib/core/format'
import { ChartTooltip, type TooltipLine } from './chart-tooltip'
import { Legend } from './legend'
import { paint, type SeriesColor } from './palette'
import { axisWidth, dayTicks, niceTicks, tickIndexes } from './scale'
import { type TimeMark, TimeMarks } from './time-marks'

export type Grain = 'day' | 'week' | 'month'

export interface TimePoint {
  /** First day of the bucket, YYYY-MM-DD. */
  x: string
  /** What the bucket is called in the tooltip: `23 Nov 2026`, `Week of 16 Nov 2026`. */
  label: string
  /** The bucket is not over or not wholly inside the period: drawn faded. */
  partial?: boolean
  /** The bucket it is compared with, for the tooltip. */
  comparedLabel?: string
  values: Readonly<Record<string, Figure>>
  /** Where a click on the bucket leads; the table twin has the same as a link. */
  href?: string
}

export interface TimeSeries {
  key: string
  label: string
  /** `area` and `line` run over the points; bars stack on each other. */
  kind: 'area' | 'line' | 'bar'
  color: SeriesColor
  /** The comparison: grey and dashed, and the tooltip states the change against it. */
  comparison?: boolean
}

export interface TimeChartProps {
  /** Says what the chart shows, for those who do not see it. */
  label: string
  points: readonly TimePoint[]
  series: readonly TimeSeries[]
  unit: Unit
  grain: Grain
  height: number
  /** Vertical marks, e.g. of loads. */
  marks?: readonly TimeMark[]
  /** Top of the axis where it is fixed (1 for shares). */
  max?: number
  legend?: boolean
}

/** Rows as recharts draws them: solid values and, under `key~`, the faded end. Drawing only. */
function drawable(points: readonly TimePoint[], series: readonly TimeSeries[]) {
  return points.map((point, index) => {
    const row: Record<string, number | string | null> = { x: point.x }
    for (const { key, kind, comparison } of series) {
      const figure = point.values[key]
      const value = figure === null || figure === undefined ? null : Number(figure)
      const splits = kind !== 'bar' && !comparison
      const nextIsPartial = points[index + 1]?.partial ?? false
      const previousIsPartial = points[index - 1]?.partial ?? false
      row[key] = splits && point.partial ? null : value
      if (splits) row[`${key}~`] = point.partial || nextIsPartial || previousIsPartial ? value : null
    }
    return row
  })
}

/** Lines, areas or stacked bars over time, with a dashed comparison and a faded partial period. */
export function TimeChart({
  label,
  points,
  series,
  unit,
  grain,
  height,
  marks = [],
  max,
  legend = true,
}: TimeChartProps) {
  const format = useFormat()
  const router = useRouter()
  const clickable = points.some((point) => point.href)
  const rows = useMemo(() => drawable(points, series), [points, series])
  const stacked = series.some((one) => one.kind === 'bar')
  const ticks = useMemo(() => {
    if (max !== undefined) return [0, max / 2, max]
    const tops = points.map((point) =>
      stacked
        ? sumOf(point, series, 1)
        : Math.max(...series.map((one) => Number(point.values[one.key] ?? 0))),
    )
    const bottoms = points.map((point) =>
      stacked
        ? sumOf(point, series, -1)
        : Math.min(...series.map((one) => Number(point.values[one.key] ?? 0))),
    )
    return niceTicks([...tops, ...bottoms])
  }, [points, series, stacked, max])
  const days = points.map((point) => point.x)
  const labelled = (grain === 'day' ? dayTicks(days) : tickIndexes(days.length, height < 180 ? 6 : 7)).map(
    (i) => days[i] ?? '',
  )
  const years = new Set(days.map((day) => day.slice(0, 4))).size > 1
  const tickLabel = (day: string) =>
    grain === 'month'
      ? `${formatMonth(day, { year: false })}${years ? ` ${day.slice(2, 4)}` : ''}`
      : `${formatDay(day, { year: false })}${years && days.length > 200 ? ` ${day.slice(2, 4)}` : ''}`
  const yLabels = ticks.map((tick) => (tick === 0 ? '0' : format.value(tick, unit, 'axis')))

  return (
    <figure aria-label={label} className="m-0">
      <ComposedChart
        data={rows}
        responsive
        stackOffset="sign"
        style={{ width: '100%', height }}
        margin={{ top: marks.length > 0 ? 18 : 6, right: 8, bottom: 0, left: 0 }}
        // Many bars need their width; few need air.
        barCategoryGap={points.length > 40 ? '8%' : '28%'}
        title={label}
        className={clickable ? '[&_.recharts-surface]:cursor-pointer' : undefined}
        onClick={({ activeLabel }) => {
          const href = points.find((point) => point.x === activeLabel)?.href
          if (href) router.push(href)
        }}
      >
        <CartesianGrid vertical={false} stroke="var(--line-soft)" />
        <XAxis
          dataKey="x"
          ticks={labelled}
          interval="preserveStart"
          minTickGap={10}
          tickFormatter={tickLabel}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          height={24}
          padding={stacked ? undefined : { left: 0, right: 4 }}
        />
        <YAxis
          ticks={ticks}
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          tickFormatter={(tick: number) => (tick === 0 ? '0' : format.value(tick, unit, 'axis'))}
          tickLine={false}
          axisLine={false}
          width={axisWidth(yLabels)}
          interval={0}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={
            stacked
              ? { fill: 'var(--line-soft)', opacity: 0.6 }
              : { stroke: 'var(--ink-3)', strokeDasharray: '2 3' }
          }
          content={({ active, label: x }) => {
            const point = active ? points.find((one) => one.x === x) : undefined
            return point ? <PointTooltip point={point} series={series} unit={unit} /> : null
          }}
        />
        {series.map((one) => drawSeries(one, points))}
        {marks.length > 0 && <TimeMarks marks={marks} />}
      </ComposedChart>
      {legend && series.length > 1 && (
        <Legend
          items={series.map((one) => ({
            label: one.label,
            color: one.color,
            dashed: one.comparison,
            square: one.kind === 'bar',
          }))}
        />
      )}
    </figure>
  )
}

/** Height of a stack above (1) or below (-1) zero. */
function sumOf(point: TimePoint, series: readonly TimeSeries[], sign: 1 | -1): number {
  return series
    .filter((one) => one.kind === 'bar')
    .map((one) => Number(point.values[one.key] ?? 0))
    .filter((value) => Math.sign(value) === sign)
    .reduce((a, b) => a + b, 0)
}

function drawSeries(one: TimeSeries, points: readonly TimePoint[]) {
  const stroke = paint(one.color)
  if (one.kind === 'bar') {
    return (
      <Bar
        key={one.key}
        dataKey={one.key}
        stackId="stack"
        fill={stroke}
        maxBarSize={34}
        isAnimationActive={false}
        stroke="var(--panel)"
        strokeWidth={points.length > 40 ? 0 : 1}
      >
        {points.map((point) => (
          <Cell key={point.x} fillOpacity={point.partial ? 0.45 : 0.9} />
        ))}
      </Bar>
    )
  }
  if (one.comparison) {
    return (
      <Line
        key={one.key}
        dataKey={one.key}
        type="linear"
        dot={false}
        activeDot={false}
        stroke={stroke}
        strokeWidth={1.3}
        strokeDasharray="3 3"
        isAnimationActive={false}
      />
    )
  }
  const lone = points.filter((point) => point.values[one.key] !== null).length === 1
  const shared = {
    type: 'linear' as const,
    stroke,
    isAnimationActive: false,
    dot: lone ? { r: 2.5, fill: stroke } : false,
    activeDot: { r: 3, fill: stroke, stroke: 'var(--panel)' },
  }
  return [
    one.kind === 'area' ? (
      <Area key={one.key} dataKey={one.key} {...shared} strokeWidth={1.8} fill={stroke} fillOpacity={0.07} />
    ) : (
      <Line key={one.key} dataKey={one.key} {...shared} strokeWidth={1.8} />
    ),
    <Line key={`${one.key}~`} dataKey={`${one.key}~`} {...shared} strokeWidth={1.8} strokeOpacity={0.4} />,
  ]
}

function PointTooltip({
  point,
  series,
  unit,
}: {
  point: TimePoint
  series: readonly TimeSeries[]
  unit: Unit
}) {
  const format = useFormat()
  const lines: TooltipLine[] = series.map((one) => ({
    label: one.comparison ? (point.comparedLabel ?? one.label) : one.label,
    value: format.value(point.values[one.key], unit, 'full'),
    color: one.color,
  }))
  const compared = series.find((one) => one.comparison)
  const main = series.find((one) => !one.comparison)
  const against =
    compared && main ? change(point.values[main.key], point.values[compared.key], unit) : undefined
  const note =
    against?.kind === 'change'
      ? `${against.direction === 'up' ? '▲' : against.direction === 'down' ? '▼' : '■'} ${against.text} vs ${point.comparedLabel ?? compared?.label}`
      : undefined
  return (
    <ChartTooltip
      title={point.partial ? `${point.label}, not whole` : point.label}
      lines={lines}
      note={note}
    />
  )
}

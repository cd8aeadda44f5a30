'use client'

import { useRouter } from 'next/navigation'
import { CartesianGrid, ComposedChart, Line, ReferenceLine, Scatter, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormat } from '@/app/_components/format-context'
import type { Figure, Unit } from '@/lib/core/format'
import { ChartTooltip } from './chart-tooltip'
import { Legend } from './legend'
import { paint, type SeriesColor } from './palette'
import { axisWidth, logTicks, niceTicks } from './scale'

export interface XyPoint {
  x: Figure
  y: Figure
  /** Heading of the tooltip. */
  label: string
  /** Further lines of the tooltip, formatted. */
  more?: readonly { label: string; value: string }[]
  /** Where a click on the dot leads. */
  href?: string
}

export interface XySeries {
  key: string
  label: string
  color: SeriesColor
  points: readonly XyPoint[]
  /** Joined by a line instead of dots. */
  line?: boolean
  dashed?: boolean
}

export interface XyChartProps {
  label: string
  series: readonly XySeries[]
  /** `log` spreads values of very different size; those not above zero are left out then. */
  x: { label: string; unit: Unit; max?: number; log?: boolean }
  y: { label: string; unit: Unit; max?: number }
  height: number
  /** Guides: values on either axis that matter, e.g. 80 %. */
  guides?: readonly { axis: 'x' | 'y'; at: number; label: string }[]
}

interface Drawn {
  x: number
  y: number
  point: XyPoint
  series: XySeries
}

/** Two measures against each other: a scatter, or a curve such as Pareto's. Axes start at zero. */
export function XyChart({ label, series, x, y, height, guides = [] }: XyChartProps) {
  const format = useFormat()
  const router = useRouter()
  const drawn = series.map((one) =>
    one.points
      .filter((point) => !x.log || Number(point.x ?? 0) > 0)
      .map((point): Drawn => ({ x: Number(point.x ?? 0), y: Number(point.y ?? 0), point, series: one })),
  )
  const ticksOf = (axis: 'x' | 'y', max?: number) =>
    max === undefined
      ? niceTicks(
          drawn.flat().map((one) => one[axis]),
          5,
        )
      : [0, 0.25, 0.5, 0.75, 1].map((share) => share * max)
  const xTicks = x.log ? logTicks(drawn.flat().map((one) => one.x)) : ticksOf('x', x.max)
  const yTicks = ticksOf('y', y.max)
  const axisText = (value: number, unit: Unit) => (value === 0 ? '0' : format.value(value, unit, 'axis'))

  return (
    <figure aria-label={label} className="m-0">
      <p className="text-xs text-ink-3">↑ {y.label}</p>
      <ComposedChart
        responsive
        style={{ width: '100%', height: height - 36 }}
        margin={{ top: 8, right: 22, bottom: 0, left: 0 }}
        title={label}
      >
        <CartesianGrid stroke="var(--line-soft)" vertical={false} />
        <XAxis
          type="number"
          scale={x.log ? 'log' : 'linear'}
          dataKey="x"
          allowDuplicatedCategory={false}
          domain={[xTicks[0] ?? 0, xTicks.at(-1) ?? 1]}
          ticks={xTicks}
          interval={0}
          tickFormatter={(value: number) => axisText(value, x.unit)}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          height={22}
        />
        <YAxis
          type="number"
          dataKey="y"
          domain={[yTicks[0] ?? 0, yTicks.at(-1) ?? 1]}
          ticks={yTicks}
          interval={0}
          tickFormatter={(value: number) => axisText(value, y.unit)}
          tickLine={false}
          axisLine={false}
          width={axisWidth(yTicks.map((tick) => axisText(tick, y.unit)))}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--ink-3)', strokeDasharray: '2 3' }}
          content={({ active, payload }) => {
            const found = active ? (payload?.[0]?.payload as Drawn | undefined) : undefined
            if (!found?.point) return null
            return (
              <ChartTooltip
                title={found.point.label}
                lines={[
                  { label: y.label, value: format.value(found.point.y, y.unit, 'full') },
                  { label: x.label, value: format.value(found.point.x, x.unit, 'full') },
                  ...(found.point.more ?? []),
                ]}
              />
            )
          }}
        />
        {guides.map((guide) => (
          <ReferenceLine
            key={`${guide.axis}${guide.at}`}
            {...{ [guide.axis]: guide.at }}
            stroke="var(--ink-3)"
            strokeDasharray="2 3"
            label={{
              value: guide.label,
              position: guide.axis === 'x' ? 'insideTopRight' : 'insideBottomRight',
              fontSize: 11,
              fill: 'var(--ink-3)',
            }}
          />
        ))}
        {series.map((one, index) =>
          one.line ? (
            <Line
              key={one.key}
              data={drawn[index]}
              dataKey="y"
              type="linear"
              dot={false}
              stroke={paint(one.color)}
              strokeWidth={one.dashed ? 1.3 : 1.8}
              strokeDasharray={one.dashed ? '3 3' : undefined}
              isAnimationActive={false}
            />
          ) : (
            <Scatter
              key={one.key}
              data={drawn[index]}
              dataKey="y"
              fill={paint(one.color)}
              fillOpacity={0.7}
              className={one.points.some((point) => point.href) ? 'cursor-pointer' : undefined}
              onClick={({ payload }) => {
                const href = (payload as Drawn | undefined)?.point.href
                if (href) router.push(href)
              }}
              isAnimationActive={false}
            />
          ),
        )}
      </ComposedChart>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        {series.length > 1 ? (
          <Legend
            className="mt-0"
            items={series.map((one) => ({
              label: one.label,
              color: one.color,
              dashed: one.dashed,
              square: !one.line,
            }))}
          />
        ) : (
          <span />
        )}
        <p className="text-xs text-ink-3">
          {x.label}
          {x.log ? ', each step ten times' : ''} →
        </p>
      </div>
    </figure>
  )
}

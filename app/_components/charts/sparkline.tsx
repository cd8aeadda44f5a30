import type { Figure } from '@/lib/core/format'

/** The box is never less than this share of the largest value high: a change of 0.3 % is no cliff. */
const LEAST_SPAN = 0.1

/** The SVG path of a line through `values` in a box; gaps where there is no value. */
export function linePath(values: readonly Figure[], width: number, height: number): string {
  const numbers = values.map((value) => (value === null || value === undefined ? null : Number(value)))
  const known = numbers.filter((value): value is number => value !== null && Number.isFinite(value))
  if (known.length < 2) return ''
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const span = Math.max(most - least, LEAST_SPAN * Math.max(Math.abs(least), Math.abs(most))) || 1
  const low = (least + most - span) / 2
  let pen = 'M'
  return numbers
    .map((value, index) => {
      if (value === null || !Number.isFinite(value)) {
        pen = 'M'
        return ''
      }
      const point = `${pen}${((index / (numbers.length - 1)) * width).toFixed(1)} ${Math.max(0, height - ((value - low) / span) * height).toFixed(1)}`
      pen = 'L'
      return point
    })
    .join('')
}

/** A small line without axes: the shape of a figure over the period. Decoration, the value stands beside it. */
export function Sparkline({ values }: { values: readonly Figure[] }) {
  const path = linePath(values, 200, 28)
  const closed = path !== '' && path.lastIndexOf('M') === 0
  const [first, last] = [/^M([\d.]+)/.exec(path)?.[1], /L([\d.]+) [\d.]+$/.exec(path)?.[1]]
  return (
    <svg aria-hidden viewBox="0 0 200 34" preserveAspectRatio="none" className="mt-1.5 block h-[34px] w-full">
      <g transform="translate(0 2)">
        {closed && <path d={`${path}L${last} 34L${first} 34Z`} fill="var(--c1)" opacity={0.08} />}
        <path d={path} fill="none" stroke="var(--c1)" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      </g>
    </svg>
  )
}

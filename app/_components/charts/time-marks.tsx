'use client'

import { useRouter } from 'next/navigation'
import { usePlotArea, useXAxisScale } from 'recharts'

export interface TimeMark {
  /** First day of the bucket it stands on. */
  x: string
  label: string
  href?: string
}

/** Width of a character of the labels, px. */
const CHARACTER = 5.6
const GAP = 8

/** Vertical marks with their names above; a name without room is left to its tooltip. */
export function TimeMarks({ marks }: { marks: readonly TimeMark[] }) {
  const scale = useXAxisScale()
  const area = usePlotArea()
  if (!scale || !area) return null
  const right = area.x + area.width
  let free = area.x - 20
  return (
    <g className="text-[11px]">
      {[...marks]
        .sort((a, b) => (a.x < b.x ? -1 : 1))
        .map((mark) => {
          const x = scale(mark.x, { position: 'middle' })
          if (x === undefined) return null
          const width = mark.label.length * CHARACTER
          // At the right edge the name ends at its mark instead of beginning there.
          const start = Math.min(x - 2, right - width)
          const named = start >= free
          if (named) free = start + width + GAP
          return (
            <Mark
              key={`${mark.x} ${mark.label}`}
              mark={mark}
              x={x}
              named={named ? start : undefined}
              area={area}
            />
          )
        })}
    </g>
  )
}

function Mark({
  mark: { label, href },
  x,
  named,
  area,
}: {
  mark: TimeMark
  x: number
  /** Where its name begins. */
  named: number | undefined
  area: { y: number; height: number }
}) {
  const router = useRouter()
  const drawn = (
    <>
      <title>{label}</title>
      <line
        x1={x}
        x2={x}
        y1={area.y}
        y2={area.y + area.height}
        stroke="var(--ink-3)"
        strokeDasharray="2 3"
        strokeOpacity={0.8}
      />
      {/* Easier to hit than a line one pixel wide. */}
      <rect x={x - 4} y={area.y - 14} width={8} height={area.height + 14} fill="transparent" />
      {named !== undefined && (
        <text x={named} y={area.y - 4} fill="var(--ink-2)">
          {label}
        </text>
      )}
    </>
  )
  if (!href) return <g>{drawn}</g>
  return (
    <a
      href={href}
      aria-label={label}
      className="cursor-pointer outline-accent hover:[&_text]:underline"
      onClick={(event) => {
        // The chart's own click leads elsewhere.
        event.stopPropagation()
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        router.push(href)
      }}
    >
      {drawn}
    </a>
  )
}

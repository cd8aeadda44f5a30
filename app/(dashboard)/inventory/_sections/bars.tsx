import { BarList } from '@/app/_components/charts/bar-list'
import { ChartCard } from '@/app/_components/charts/chart-card'
import type { SeriesColor } from '@/app/_components/charts/palette'
import { FailedCard } from '@/app/_components/section'
import type { Unit } from '@/lib/core/format'
import { exportHref } from '@/lib/views/export'
import type { TableData } from '@/lib/views/table'
import { loadView, type View, type ViewContext } from '@/lib/views/view'

const SHOWN = 6

export interface BarsSectionProps {
  context: ViewContext
  height: number
  view: View<TableData>
  sub: string
  /** Column the bars show, and its unit. */
  value: string
  unit: Unit
  color?: SeriesColor
}

/** A view of the stock as horizontal bars with each row's share of the value; each leads to its movements. */
export async function BarsSection({ context, height, view, sub, value, unit, color }: BarsSectionProps) {
  const loaded = await loadView(view, context)
  if (!loaded.ok) return <FailedCard title={view.title} height={height} reason={loaded.reason} />
  const { rows } = loaded.data
  const more = rows.length - SHOWN
  return (
    <ChartCard
      title={view.title}
      sub={`${sub}${more > 0 ? ` · ${more} more in the table` : ''}`}
      height={height}
      table={loaded.data}
      csv={exportHref(view.id, context.state)}
      empty={{ title: 'No stock yet', text: 'Load inventory_movements.csv.' }}
    >
      <BarList
        label={view.title}
        unit={unit}
        color={color}
        rows={rows.slice(0, SHOWN).map((row) => ({
          label: String(row['label']),
          value: row[value],
          note: row['share'],
          href: String(row['href']),
        }))}
      />
    </ChartCard>
  )
}

import { ChartCard } from '@/app/_components/charts/chart-card'
import { Matrix } from '@/app/_components/charts/matrix'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { exportHref } from '@/lib/views/export'
import { ABC, type ClassesData, productClassesView, XYZ } from '@/lib/views/products/classes'
import { loadView, type ViewContext } from '@/lib/views/view'

const ROWS = { A: 'first 80%', B: 'to 95%', C: 'the rest' } as const
const COLUMNS = { X: 'steady', Y: 'swinging', Z: 'erratic' } as const

export async function ClassesSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productClassesView
  const loaded = await loadView(productClassesView, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { data } = loaded
  const unsold = storeFormat().value(data.unsold, 'count')
  return (
    <ChartCard
      title={title}
      sub={`Products and their share of net sales${data.unsold > 0 ? ` · ${unsold} unsold` : ''}`}
      height={height}
      table={data}
      csv={exportHref(productClassesView.id, context.state)}
    >
      <Classes data={data} />
    </ChartCard>
  )
}

function Classes({ data }: { data: ClassesData }) {
  const format = storeFormat()
  if (data.cells.every((cell) => cell.xyz === null || cell.products === 0)) {
    return (
      <p className="text-[13px] text-ink-2">
        The period has no two whole weeks: choose a longer one to see how steadily products sell.
      </p>
    )
  }
  const most = Math.max(...data.cells.map((cell) => Number(cell.share ?? 0)), Number.MIN_VALUE)
  return (
    <Matrix
      label="Products by ABC and XYZ class"
      rows={ABC.map((name) => ({ name, note: ROWS[name] }))}
      columns={XYZ.map((name) => ({ name, note: COLUMNS[name] }))}
      cells={ABC.map((abc) =>
        XYZ.map((xyz) => {
          const cell = data.cells.find((one) => one.abc === abc && one.xyz === xyz)
          return (
            cell && {
              main: format.value(cell.products, 'count'),
              note: format.value(cell.share, 'ratio'),
              share: Math.max(0, Number(cell.share ?? 0)) / most,
              href: cell.products > 0 ? cell.href : undefined,
            }
          )
        }),
      )}
    />
  )
}

import Link from 'next/link'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { exportHref } from '@/lib/views/export'
import { productBaskets } from '@/lib/views/products/baskets'
import { loadView, type ViewContext } from '@/lib/views/view'

const SHOWN = 4

export async function BasketsSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productBaskets
  const loaded = await loadView(productBaskets, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { rows } = loaded.data
  const format = storeFormat()
  return (
    <ChartCard
      title={title}
      sub={`Times more often than by chance${rows.length > SHOWN ? ` · ${rows.length} in the table` : ''}`}
      height={height}
      table={loaded.data}
      csv={exportHref(productBaskets.id, context.state)}
      empty={{
        title: 'No pair stands out',
        text: 'A pair shows once five orders of the period hold both products and that is more than chance. A longer period has more orders.',
      }}
    >
      <ul className="m-0 grid list-none gap-1.5 p-0 text-[13px]">
        {rows.slice(0, SHOWN).map((row) => (
          <li
            key={`${row['a']} ${row['b']}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3"
          >
            <span className="truncate" title={`${row['aName']} + ${row['bName']}`}>
              {String(row['aName'])} <span className="text-ink-3">+</span> {String(row['bName'])}
            </span>
            <span className="text-right tabular-nums">{format.value(row['lift'], 'times')}</span>
            <span className="truncate text-xs text-ink-3">
              {format.value(row['confidence'], 'ratio', 'axis')} of those with the first also have the second
            </span>
            <Link
              href={String(row['href'])}
              prefetch={false}
              className="text-right text-xs text-ink-3 tabular-nums hover:underline"
            >
              {format.value(row['orders'], 'count')} orders
              <span className="sr-only">
                {' '}
                with {String(row['aName'])} and {String(row['bName'])}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </ChartCard>
  )
}

import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { SortableTh } from '@/app/_components/ui/sortable-th'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { NO_VALUE } from '@/lib/core/format'
import type { MovementSort, StockMovement } from '@/lib/reports/stock-movements'
import { SourceLink } from '../orders/_parts/source-link'
import { inWords } from '../pipeline/_parts/words'

export function MovementsTable({
  movements,
  sort,
  descending,
  sortHref,
  productHref,
}: {
  movements: readonly StockMovement[]
  sort: MovementSort
  descending: boolean
  sortHref(sort: MovementSort, direction: 'asc' | 'desc'): string
  productHref(id: string): string
}) {
  const { value, signed } = storeFormat()
  const heading = (name: MovementSort, label: string, numeric = false) => (
    <SortableTh
      label={label}
      numeric={numeric}
      sorted={sort === name ? (descending ? 'descending' : 'ascending') : undefined}
      href={sortHref(name, sort === name && descending ? 'asc' : 'desc')}
    />
  )
  return (
    <Table label="Movements">
      <thead>
        <tr>
          {heading('date', 'Moved')}
          {heading('product', 'Product')}
          <Th>Kind</Th>
          {heading('quantity', 'Units', true)}
          <Th numeric>Unit cost</Th>
          <Th>Reference or location</Th>
          {heading('id', 'Movement')}
          <Th>Came from</Th>
        </tr>
      </thead>
      <tbody>
        {movements.map((row) => (
          <tr key={row.id} className="hover:bg-line-soft/50">
            <Td className="whitespace-nowrap tabular-nums">{value(row.at, 'timestamp')}</Td>
            <Td className="min-w-40">
              <Link href={productHref(row.productId)} className="font-medium hover:underline">
                {row.product}
              </Link>
            </Td>
            <Td className="whitespace-nowrap">{inWords(row.type)}</Td>
            <Td numeric className="font-medium">
              {signed(row.quantity, 'count')}
            </Td>
            <Td numeric className="text-ink-3">
              {row.unitCost === null ? NO_VALUE : value(row.unitCost, 'decimal', 'full')}
            </Td>
            <Td className="text-ink-3">{row.reference ?? row.location ?? NO_VALUE}</Td>
            <Td className="whitespace-nowrap text-ink-3">{row.id}</Td>
            <Td className="whitespace-nowrap text-xs">
              <SourceLink source={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

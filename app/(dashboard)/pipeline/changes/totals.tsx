import { cn } from '@/app/_components/cn'
import { storeFormat } from '@/app/_components/store-format'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { NO_VALUE } from '@/lib/core/format'
import type { MetricChange } from '@/lib/pipeline/load-changes'
import { shownChange } from '@/lib/views/changes'

/** On a phone there is no room for what the change says too. */
const WIDE = 'max-nav:hidden'

/** Everything that is loaded, before and after. */
export function ChangedTotals({ totals }: { totals: readonly MetricChange[] }) {
  const format = storeFormat()
  return (
    <Table label="Totals before and after">
      <thead>
        <tr>
          <Th>All that is loaded</Th>
          <Th numeric className={WIDE}>
            Before
          </Th>
          <Th numeric>After</Th>
          <Th numeric>Change</Th>
        </tr>
      </thead>
      <tbody>
        {totals.map(shownChange).map(({ name, label, unit, before, after, change }) => (
          <tr key={name}>
            <Td>{label}</Td>
            <Td numeric className={cn('text-ink-3', WIDE)}>
              {before === null ? NO_VALUE : format.value(before, unit, 'full')}
            </Td>
            <Td numeric>{format.value(after, unit, 'full')}</Td>
            <Td
              numeric
              className={cn(change !== null && Number(change) !== 0 ? 'font-medium' : 'text-ink-3')}
            >
              {change === null ? NO_VALUE : format.signed(change, unit, 'full')}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

import { NO_VALUE } from '@/lib/core/format'
import type { GanttRow } from './gantt'

const counts = new Intl.NumberFormat('en-GB')
// British English would write 4.46m.
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })

/** `4,462`, `4.46M`, `8 files`. */
export function rowsText(
  { rowsDone }: Pick<GanttRow, 'rowsDone'>,
  unit: 'files' | 'rows' | 'checks',
): string {
  if (rowsDone === null) return NO_VALUE
  const amount = rowsDone >= 1_000_000 ? compact.format(rowsDone) : counts.format(rowsDone)
  return unit === 'rows' ? amount : `${amount} ${rowsDone === 1 ? unit.slice(0, -1) : unit}`
}

/** `47%` of a running task that knows its total. */
export function progressText({ share }: Pick<GanttRow, 'share'>): string | undefined {
  return share === null ? undefined : `${Math.floor(share * 100)}%`
}

/** `312k` rows a second. */
export function speedText({ rowsPerSecond }: Pick<GanttRow, 'rowsPerSecond'>): string {
  if (rowsPerSecond === null) return NO_VALUE
  return rowsPerSecond < 10_000
    ? counts.format(Math.round(rowsPerSecond))
    : compact.format(Math.round(rowsPerSecond / 1000) * 1000).replace('K', 'k')
}

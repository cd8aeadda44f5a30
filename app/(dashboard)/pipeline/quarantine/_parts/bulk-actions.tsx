'use client'

import { Button } from '@/app/_components/ui/button'
import { useSelection } from '../../_parts/selection'
import { DecideDialog, type Decision } from './decide-dialog'

export interface BulkActionsProps {
  /** The filter of the page as the API takes it, and how many rows it has. */
  filter: Record<string, string>
  total: number
  /** Rows of this page: what was ticked elsewhere does not count. */
  shown: readonly number[]
  decisions: readonly Decision[]
}

const LABEL: Record<Decision, (rows: string) => string> = {
  replay: (rows) => `Try ${rows} again`,
  discard: (rows) => `Discard ${rows}`,
  restore: (rows) => `Restore ${rows}`,
}
const counts = new Intl.NumberFormat('en-GB')

/** The buttons above the list: for what is ticked, else for all that the filter shows. */
export function BulkActions({ filter, total, shown, decisions }: BulkActionsProps) {
  const { chosen, toggle } = useSelection()
  const ids = shown.filter((id) => chosen.has(id))
  const of = ids.length > 0 ? `the ${counts.format(ids.length)} selected` : `all ${counts.format(total)}`
  return (
    <fieldset aria-label="Change rows" className="flex flex-wrap items-center gap-2">
      {decisions.map((decision) => (
        <DecideDialog
          key={decision}
          decision={decision}
          chosen={ids.length > 0 ? { ids } : { filter, expected: total }}
          onDone={() => toggle(shown, false)}
          trigger={<Button size="sm">{LABEL[decision](of)}</Button>}
        />
      ))}
    </fieldset>
  )
}

'use client'

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { DecideDialog, type Decision } from './decide-dialog'

interface Selection {
  chosen: ReadonlySet<number>
  toggle(ids: readonly number[], on: boolean): void
}

const Context = createContext<Selection>({ chosen: new Set(), toggle: () => {} })

/** Holds which rows of the page are ticked, and what may be done with them or with all of the filter. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const selection = useMemo<Selection>(
    () => ({
      chosen,
      toggle: (ids, on) =>
        setChosen((before) => {
          const after = new Set(before)
          for (const id of ids) on ? after.add(id) : after.delete(id)
          return after
        }),
    }),
    [chosen],
  )
  return <Context.Provider value={selection}>{children}</Context.Provider>
}

/** Ticks one row, or all of a page (`ids` more than one). */
export function SelectRows({ ids, label }: { ids: readonly number[]; label: string }) {
  const { chosen, toggle } = useContext(Context)
  const ticked = ids.filter((id) => chosen.has(id)).length
  return (
    <input
      type="checkbox"
      aria-label={label}
      className="block size-4 accent-accent"
      checked={ticked > 0 && ticked === ids.length}
      ref={(box) => {
        if (box) box.indeterminate = ticked > 0 && ticked < ids.length
      }}
      onChange={(event) => toggle(ids, event.target.checked)}
    />
  )
}

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
  const { chosen, toggle } = useContext(Context)
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

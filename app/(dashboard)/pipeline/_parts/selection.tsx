'use client'

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

interface Selection {
  chosen: ReadonlySet<number>
  toggle(ids: readonly number[], on: boolean): void
}

const Context = createContext<Selection>({ chosen: new Set(), toggle: () => {} })

/** Holds which rows of a list are ticked, for the buttons that act on them. */
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

/** What is ticked, and how to tick. */
export const useSelection = () => useContext(Context)

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

'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { createFormatter, type FormatOptions, type Formatter } from '@/lib/core/format'

const Context = createContext<Formatter | null>(null)

/** Gives every client component below the store's formatter. */
export function FormatProvider({ currency, timeZone, children }: FormatOptions & { children: ReactNode }) {
  const format = useMemo(() => createFormatter({ currency, timeZone }), [currency, timeZone])
  return <Context value={format}>{children}</Context>
}

/** The store's formatter in a client component; server components use `storeFormat()`. */
export function useFormat(): Formatter {
  const format = useContext(Context)
  if (!format) throw new Error('useFormat needs a FormatProvider above it: (dashboard)/layout.tsx has one.')
  return format
}

'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { withParams } from './with-params'

/** A day as a filter of a list; like the others its choice is in the address. */
export function FilterDay({
  name,
  label,
  value,
}: {
  name: string
  label: string
  value: string | undefined
}) {
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams()
  return (
    <label className="flex items-center gap-1.5 text-sub text-ink-2">
      {label}
      <input
        type="date"
        // Anew for another address: Back shows the day it goes back to.
        key={value ?? ''}
        defaultValue={value ?? ''}
        onChange={(event) => {
          const day = event.target.value
          // While a year is being typed it reads 0002, 0020, …
          if (day !== '' && day < '1900') return
          const params = { ...Object.fromEntries(search), [name]: day, page: undefined }
          router.push(withParams(path, params), { scroll: false })
        }}
        className="h-8 rounded-control border border-line bg-panel px-2 text-[13px] text-ink shadow-card"
      />
    </label>
  )
}

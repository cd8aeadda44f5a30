'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { withParams } from './with-params'

export interface FilterSelectProps {
  /** Parameter of the address. */
  name: string
  label: string
  /** What no choice is called. */
  any: string
  options: { value: string; label: string }[]
  value: string | undefined
}

/** One filter of a list. Its choice is in the address, so Back undoes it and a link keeps it. */
export function FilterSelect({ name, label, any, options, value }: FilterSelectProps) {
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams()
  const unknown = value !== undefined && !options.some((option) => option.value === value)
  return (
    <label className="flex items-center gap-1.5 text-sub text-ink-2">
      {label}
      <select
        value={value ?? ''}
        onChange={(event) => {
          const params = { ...Object.fromEntries(search), [name]: event.target.value, page: undefined }
          router.push(withParams(path, params), { scroll: false })
        }}
        className="h-8 max-w-48 rounded-control border border-line bg-panel px-2 text-[13px] text-ink shadow-card"
      >
        <option value="">{any}</option>
        {unknown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

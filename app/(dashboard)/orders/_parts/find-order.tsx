'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'

/** Opens an order by its id. */
export function FindOrder() {
  const router = useRouter()
  return (
    <search>
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault()
          const id = String(new FormData(event.currentTarget).get('order') ?? '').trim()
          if (id !== '') router.push(`/orders/${encodeURIComponent(id)}`)
        }}
      >
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
        <input
          name="order"
          type="search"
          aria-label="Open an order by its id"
          placeholder="Order id"
          autoComplete="off"
          className="h-8 w-36 rounded-control border border-line bg-panel pr-2 pl-8 text-[13px] shadow-card placeholder:text-ink-3"
        />
      </form>
    </search>
  )
}

'use client'

import { useQueryStates } from 'nuqs'
import { viewParsers } from '@/lib/views/search-params'

/** Returns on the day of the refund or on the day of the order. */
export function ReturnsSwitch({ value }: { value: 'refund' | 'order' }) {
  const [, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push' })
  const other = value === 'refund' ? 'order' : 'refund'
  return (
    <>
      Returns by {value} date ·{' '}
      <button
        type="button"
        className="underline underline-offset-2 hover:text-ink"
        onClick={() => void setState({ returns: other })}
      >
        by {other} date
      </button>
    </>
  )
}

'use client'

import { Flag } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Tooltip } from '@/app/_components/ui/tooltip'
import { viewParsers } from '@/lib/views/search-params'

/** Shows or hides the marks of loads on a chart. */
export function LoadsSwitch({ shown }: { shown: boolean }) {
  const [, startTransition] = useTransition()
  const [, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push', startTransition })
  return (
    <Tooltip
      label={shown ? 'Hide the loads published in the period' : 'Mark the loads published in the period'}
    >
      <Button
        size="icon"
        variant="ghost"
        aria-pressed={shown}
        aria-label="Loads on the chart"
        className="size-6 aria-pressed:bg-line-soft aria-pressed:text-ink"
        onClick={() => void setState({ loads: shown ? 'off' : 'on' })}
      >
        <Flag />
      </Button>
    </Tooltip>
  )
}

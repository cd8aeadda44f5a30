'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'
import { Tooltip } from '@/app/_components/ui/tooltip'

export interface RunButtonProps {
  isAdmin: boolean
  /** A run waits or executes: a second one would find nothing new. */
  busy: boolean
}

/** Starts a run. Pressed twice it is still one: it is off while one waits or executes. */
export function RunButton({ isAdmin, busy }: RunButtonProps) {
  const router = useRouter()
  const [state, setState] = useState<{ sending: boolean; problem?: string }>({ sending: false })
  // What the server says about runs settles what was pressed here.
  useEffect(() => setState((before) => (busy ? { sending: false } : before)), [busy])

  async function run() {
    if (state.sending || busy) return
    setState({ sending: true })
    const answer = await callApi('POST', '/api/pipeline/runs')
    if (!answer.ok) return setState({ sending: false, problem: answer.problem })
    router.refresh()
    // A run that ends before the page is read again never shows as busy.
    setTimeout(() => setState({ sending: false }), 1500)
  }

  const reason = !isAdmin
    ? 'Only an admin may run the pipeline.'
    : busy
      ? 'A run is under way; it takes in what is in the inbox.'
      : undefined
  const button = (
    <Button
      variant="primary"
      onClick={reason ? undefined : run}
      aria-disabled={reason || state.sending ? true : undefined}
    >
      {state.sending || busy ? 'Running…' : 'Run pipeline'}
    </Button>
  )
  return (
    <>
      {state.problem && (
        <span role="alert" className="max-w-72 text-bad text-xs">
          {state.problem}
        </span>
      )}
      {reason ? <Tooltip label={reason}>{button}</Tooltip> : button}
    </>
  )
}

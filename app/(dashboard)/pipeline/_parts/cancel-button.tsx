'use client'

import { useState } from 'react'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'

/** Stops a run; what is published stays. Only an admin sees it. */
export function CancelButton({ runId, isAdmin }: { runId: number; isAdmin: boolean }) {
  const [state, setState] = useState<{ sending: boolean; problem?: string }>({ sending: false })
  if (!isAdmin) return null
  async function cancel() {
    setState({ sending: true })
    const answer = await callApi('POST', `/api/pipeline/runs/${runId}/cancel`)
    setState({ sending: false, problem: answer.ok ? undefined : answer.message })
  }
  return (
    <>
      {state.problem && (
        <span role="alert" className="text-bad text-xs">
          {state.problem}
        </span>
      )}
      <Button size="sm" onClick={cancel} disabled={state.sending}>
        {state.sending ? 'Cancelling…' : 'Cancel'}
      </Button>
    </>
  )
}

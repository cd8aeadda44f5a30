'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'
import { Field } from '@/app/_components/ui/field'

export interface ThresholdFormProps {
  name: string
  own: number
  unit: string
  override: number | null
}

/** Sets the shop’s own threshold of a check. Only an admin sees it. */
export function ThresholdForm({ name, own, unit, override }: ThresholdFormProps) {
  const router = useRouter()
  const [value, setValue] = useState(String(override ?? own))
  const [state, setState] = useState<{ sending: boolean; said?: string; problem?: string }>({
    sending: false,
  })
  async function send(threshold: number | null) {
    setState({ sending: true })
    const answer = await callApi('PUT', `/api/pipeline/checks/${name}`, { threshold })
    if (!answer.ok) return setState({ sending: false, problem: answer.message })
    setValue(String(threshold ?? own))
    setState({ sending: false, said: 'The next run compares with it.' })
    router.refresh()
  }
  return (
    <form
      className="mt-auto grid gap-1 pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send(Number(value))
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label={`Threshold of this shop (${unit})`}
          type="number"
          min={0}
          step="any"
          required
          value={value}
          onChange={(event) => setValue(event.target.value)}
          className="w-72"
        />
        <Button type="submit" className="h-9" disabled={state.sending || value === ''}>
          Set
        </Button>
        {override !== null && (
          <Button variant="ghost" className="h-9" disabled={state.sending} onClick={() => void send(null)}>
            Back to {own}
          </Button>
        )}
      </div>
      {state.problem ? (
        <p role="alert" className="text-bad text-xs">
          {state.problem}
        </p>
      ) : (
        <p role="status" className="text-ink-3 text-xs">
          {state.said ?? `The check’s own is ${own}.`}
        </p>
      )}
    </form>
  )
}

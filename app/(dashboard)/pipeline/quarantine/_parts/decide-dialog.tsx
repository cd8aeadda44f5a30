'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useId, useState } from 'react'
import { z } from 'zod'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { Field } from '@/app/_components/ui/field'

/** Rows by number, or all of a filter as it was seen: `lib/pipeline/quarantine/change-entries` takes it. */
export type Chosen = { ids: number[] } | { filter: Record<string, string>; expected: number }
export type Decision = 'replay' | 'discard' | 'restore'

const WORDS: Record<Decision, { title: (rows: string) => string; explain: string; confirm: string }> = {
  replay: {
    title: (rows) => `Try ${rows} again?`,
    explain:
      'The next run takes them with their corrections, under their own file and time. What still breaks a rule comes back with its reason. Records that could not be taken apart are passed over until their fields are given.',
    confirm: 'Try again',
  },
  discard: {
    title: (rows) => `Discard ${rows}?`,
    explain:
      'They stay listed under discarded, with your reason, and stay counted as quarantined. No run tries them until they are restored.',
    confirm: 'Discard',
  },
  restore: {
    title: (rows) => `Restore ${rows}?`,
    explain: 'They stand again where they stood before they were discarded.',
    confirm: 'Restore',
  },
}

const counts = new Intl.NumberFormat('en-GB')
const changed = z.object({ changed: z.number(), skipped: z.number(), run: z.number().nullish() })

export interface DecideDialogProps {
  decision: Decision
  chosen: Chosen
  trigger: ReactNode
  onDone?: () => void
}

/** Asks before rows are tried again, discarded or restored, with their number; says what came of it. */
export function DecideDialog({ decision, chosen, trigger, onDone }: DecideDialogProps) {
  const router = useRouter()
  const runId = useId()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [runNow, setRunNow] = useState(true)
  const [state, setState] = useState<{ sending: boolean; problem?: string }>({ sending: false })
  const { title, explain, confirm } = WORDS[decision]
  const number = 'ids' in chosen ? chosen.ids.length : chosen.expected
  const rows = number === 1 ? 'this row' : `${counts.format(number)} rows`

  async function send() {
    setState({ sending: true })
    const extra = decision === 'discard' ? { reason } : decision === 'replay' ? { run: runNow } : {}
    const answer = await callApi(
      'POST',
      `/api/pipeline/quarantine/${decision}`,
      { rows: chosen, ...extra },
      changed,
    )
    if (!answer.ok) return setState({ sending: false, problem: answer.problem })
    setState({ sending: false })
    router.refresh()
    if (answer.body.changed === 0)
      return setState({ sending: false, problem: 'None of them can be: nothing was changed.' })
    setOpen(false)
    setReason('')
    onDone?.()
  }

  return (
    <Dialog
      trigger={trigger}
      title={title(rows)}
      description={explain}
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setState({ sending: false })
      }}
    >
      {decision === 'discard' && (
        <Field
          label="Reason"
          hint="Kept with the rows, for whoever asks later."
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {decision === 'replay' && (
        <label htmlFor={runId} className="flex items-center gap-2 text-[13px]">
          <input
            id={runId}
            type="checkbox"
            checked={runNow}
            onChange={(event) => setRunNow(event.target.checked)}
            className="size-4 accent-accent"
          />
          Run the pipeline now, rather than wait for the next run
        </label>
      )}
      {state.problem && (
        <p role="alert" className="text-[13px] text-bad">
          {state.problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant={decision === 'discard' ? 'danger' : 'primary'}
          onClick={send}
          disabled={state.sending || (decision === 'discard' && reason.trim().length < 3)}
        >
          {state.sending ? 'One moment…' : confirm}
        </Button>
      </div>
    </Dialog>
  )
}

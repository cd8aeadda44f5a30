'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { z } from 'zod'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { useSelection } from '../_parts/selection'

const counts = new Intl.NumberFormat('en-GB')
const zQueued = z.object({ run: z.number(), already: z.boolean().optional(), files: z.number() })
/** More are not taken in one request. */
const MOST = 10_000

/** Asks before archived files are loaded again, those ticked or else all that the filter shows; goes on to the run. */
export function ReloadDialog({
  shown,
  ofFilter,
}: {
  /** Files of the page that can be ticked. */
  shown: readonly number[]
  ofFilter: readonly number[]
}) {
  const router = useRouter()
  const { chosen } = useSelection()
  const [open, setOpen] = useState(false)
  const [state, setState] = useState<{ sending: boolean; problem?: string }>({ sending: false })
  const ticked = shown.filter((id) => chosen.has(id))
  const fileIds = ticked.length > 0 ? ticked : ofFilter
  const files = fileIds.length === 1 ? '1 file' : `${counts.format(fileIds.length)} files`
  const all =
    ticked.length > 0
      ? `the ${counts.format(ticked.length)} selected`
      : ofFilter.length === 1
        ? 'it'
        : `all ${counts.format(ofFilter.length)}`
  const label = `Load ${all} again`

  async function send() {
    setState({ sending: true })
    const answer = await callApi('POST', '/api/pipeline/runs', { action: 'reload', fileIds }, zQueued)
    if (!answer.ok) return setState({ sending: false, problem: answer.problem })
    router.push(`/pipeline/runs/${answer.body.run}`)
  }

  return (
    <Dialog
      trigger={
        <Button size="sm" disabled={fileIds.length === 0}>
          {label}
        </Button>
      }
      title={`Load ${files} again?`}
      description="A run takes them from the archive, as of the day they arrived. Rows the warehouse holds count as unchanged; rows that are missing or differ are put right. Rows in quarantine keep their state and every decision made about them. The dashboards show the present load until the run has published."
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setState({ sending: false })
      }}
    >
      {fileIds.length > MOST && (
        <p className="text-[13px] text-bad">
          One run takes {counts.format(MOST)} files: narrow the list by days first.
        </p>
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
        <Button variant="primary" onClick={send} disabled={state.sending || fileIds.length > MOST}>
          {state.sending ? 'One moment…' : `Load ${files} again`}
        </Button>
      </div>
    </Dialog>
  )
}

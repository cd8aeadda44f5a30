'use client'

import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/app/_components/ui/button'
import type { Channel } from '@/lib/alerts/channels/read-channels'
import { ChannelDialog } from './channel-dialog'
import { ConfirmDelete } from './confirm-delete'
import { useSending } from './use-sending'

const testResult = z.object({
  sent: z.boolean(),
  answer: z.string().optional(),
  error: z.string().optional(),
  milliseconds: z.number(),
})

/** Send a test message, edit, delete. The test says what the receiver really answered. */
export function ChannelActions({ channel, hasMail }: { channel: Channel; hasMail: boolean }) {
  const [editing, setEditing] = useState(false)
  const [result, setResult] = useState<z.infer<typeof testResult>>()
  const { sending, problem, run } = useSending()
  async function test() {
    setResult(undefined)
    const answer = await run('POST', `/api/alerts/channels/${channel.id}/test`)
    if (answer.ok) setResult(testResult.parse(answer.body))
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button size="sm" onClick={test} disabled={sending}>
          {sending ? 'Sending…' : 'Send test'}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => setEditing(true)}
          aria-label={`Edit ${channel.name}`}
        >
          Edit
        </Button>
        <ConfirmDelete
          name={channel.name}
          path={`/api/alerts/channels/${channel.id}`}
          consequence="Rules stop telling it, and messages that wait for it are given up."
        />
      </div>
      <p aria-live="polite" className="break-words text-xs empty:hidden">
        {result?.sent && (
          <span className="text-good">
            Delivered in {result.milliseconds} ms. It answered: {result.answer}
          </span>
        )}
        {result && !result.sent && <span className="text-bad">Not delivered. {result.error}</span>}
        {problem && <span className="text-bad">{problem}</span>}
      </p>
      <ChannelDialog channel={channel} open={editing} onOpenChange={setEditing} hasMail={hasMail} />
    </>
  )
}

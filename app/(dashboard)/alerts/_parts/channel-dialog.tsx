'use client'

import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { Tooltip } from '@/app/_components/ui/tooltip'
import type { Channel } from '@/lib/alerts/channels/read-channels'
import { ChannelForm } from './channel-form'

export function AddChannel({ isAdmin, hasMail }: { isAdmin: boolean; hasMail: boolean }) {
  const [open, setOpen] = useState(false)
  const button = (
    <Button size="sm" aria-disabled={!isAdmin || undefined}>
      <Plus /> Add channel
    </Button>
  )
  if (!isAdmin) return <Tooltip label="Only an admin may add channels.">{button}</Tooltip>
  return <ChannelDialog trigger={button} open={open} onOpenChange={setOpen} hasMail={hasMail} />
}

/** Adds a channel, or edits `channel`. A secret that was made is shown before the dialog closes, this once. */
export function ChannelDialog({
  channel,
  trigger,
  open,
  onOpenChange,
  hasMail,
}: {
  channel?: Channel
  trigger?: ReactNode
  open: boolean
  onOpenChange: (open: boolean) => void
  hasMail: boolean
}) {
  const [secret, setSecret] = useState<string>()
  const change = (next: boolean) => {
    if (!next) setSecret(undefined)
    onOpenChange(next)
  }
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={change}
      title={secret ? 'Keep the signing secret' : channel ? `Edit ${channel.name}` : 'Add channel'}
      description={
        secret ? 'It is shown this once; receivers verify with it that a message comes from here.' : undefined
      }
    >
      {secret ? (
        <ShownOnce secret={secret} />
      ) : (
        <ChannelForm
          channel={channel}
          hasMail={hasMail}
          onSaved={(made) => (made ? setSecret(made) : change(false))}
        />
      )}
    </Dialog>
  )
}

function ShownOnce({ secret }: { secret: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <>
      <code className="select-all break-all rounded-control bg-line-soft px-3 py-2 text-[13px]">
        {secret}
      </code>
      <div className="flex justify-end gap-2">
        <Button
          onClick={async () => {
            await navigator.clipboard.writeText(secret).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <DialogClose>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </div>
    </>
  )
}

'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { useSending } from './use-sending'

export interface ConfirmDeleteProps {
  name: string
  path: string
  /** What goes with it. */
  consequence: string
  /** Without them a button of its own opens it. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** Asks before something is deleted. */
export function ConfirmDelete({ name, path, consequence, open, onOpenChange }: ConfirmDeleteProps) {
  const [own, setOwn] = useState(false)
  const { sending, problem, run } = useSending()
  const change = onOpenChange ?? setOwn
  return (
    <Dialog
      open={open ?? own}
      onOpenChange={change}
      trigger={
        onOpenChange ? undefined : (
          <Button size="sm" variant="ghost" aria-label={`Delete ${name}`}>
            Delete
          </Button>
        )
      }
      title={`Delete ${name}?`}
      description={consequence}
    >
      {problem && (
        <p role="alert" className="text-bad text-sub">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Keep it</Button>
        </DialogClose>
        <Button
          variant="danger"
          disabled={sending}
          onClick={async () => {
            if ((await run('DELETE', path)).ok) change(false)
          }}
        >
          {sending ? 'Deleting…' : 'Delete'}
        </Button>
      </div>
    </Dialog>
  )
}

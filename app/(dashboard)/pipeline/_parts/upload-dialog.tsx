'use client'

import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { callApi } from '@/app/_components/call-api'
import { cn } from '@/app/_components/cn'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { Tooltip } from '@/app/_components/ui/tooltip'
import { formatBytes } from '@/lib/core/format'
import { type SentFile, sendFile } from './send-file'

interface Item {
  key: number
  name: string
  size: number
  state: SentFile
}

let keys = 0

/** Drop files or choose them; each is sent by itself and answered by itself. */
export function UploadDialog({ isAdmin, inboxDir }: { isAdmin: boolean; inboxDir: string }) {
  const [open, setOpen] = useState(false)
  if (!isAdmin) {
    return (
      <Tooltip label="Only an admin may upload files.">
        <Button aria-disabled>
          <Upload /> Upload files
        </Button>
      </Tooltip>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Upload /> Upload files
        </Button>
      }
      title="Upload files"
      description={
        <>
          CSV or TSV, also gzipped, into <span className="break-all">{inboxDir}</span>. What a file holds is
          told by its header, not by its name; nothing is loaded before the pipeline runs.
        </>
      }
    >
      <UploadForm onRun={() => setOpen(false)} />
    </Dialog>
  )
}

function UploadForm({ onRun }: { onRun: () => void }) {
  const [items, setItems] = useState<Item[]>([])
  const [problem, setProblem] = useState<string>()
  const queue = useRef(Promise.resolve())

  function add(files: Iterable<File>) {
    for (const file of files) {
      const key = ++keys
      const update = (state: SentFile) =>
        setItems((before) => before.map((item) => (item.key === key ? { ...item, state } : item)))
      setItems((before) => [...before, { key, name: file.name, size: file.size, state: { kind: 'waiting' } }])
      // One after the other: the disk is the limit, and the list fills in order.
      queue.current = queue.current.then(() => sendFile(file, update))
    }
  }

  async function run() {
    const answer = await callApi('POST', '/api/pipeline/runs')
    if (answer.ok) onRun()
    else setProblem(answer.problem)
  }

  const busy = items.some(({ state }) => state.kind === 'waiting' || state.kind === 'sending')
  const taken = items.filter(({ state }) => state.kind === 'taken').length
  return (
    <div className="grid gap-3">
      <DropZone onFiles={add} />
      <ul aria-live="polite" className="grid gap-2 text-[13px] empty:hidden">
        {items.map((item) => (
          <FileLine key={item.key} item={item} />
        ))}
      </ul>
      {problem && (
        <p role="alert" className="text-bad text-sub">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Close</Button>
        </DialogClose>
        <Button variant="primary" disabled={busy || taken === 0} onClick={run}>
          Run pipeline
        </Button>
      </div>
    </div>
  )
}

function DropZone({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  return (
    <button
      type="button"
      onClick={() => input.current?.click()}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
      className={cn(
        'grid justify-items-center gap-1 rounded-card border border-dashed px-4 py-8 text-ink-2 transition-colors',
        over ? 'border-accent bg-accent-soft' : 'border-line hover:bg-line-soft',
      )}
    >
      <Upload aria-hidden className="size-5 text-ink-3" />
      <span className="font-medium text-ink">Drop files here, or choose them</span>
      <span className="text-sub">Up to 2 GB each</span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        accept=".csv,.tsv,.gz,text/csv"
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </button>
  )
}

function FileLine({ item: { name, size, state } }: { item: Item }) {
  return (
    <li className="rounded-control border border-line px-3 py-2">
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="shrink-0 text-ink-3 text-xs">{formatBytes(size)}</span>
      </div>
      <Outcome state={state} />
    </li>
  )
}

function Outcome({ state }: { state: SentFile }) {
  switch (state.kind) {
    case 'waiting':
      return <p className="text-ink-3 text-sub">waits</p>
    case 'sending':
      return (
        <>
          <p className="text-ink-2 text-sub">{Math.floor(state.share * 100)}% sent</p>
          <div aria-hidden className="mt-1 h-1 overflow-hidden rounded-full bg-line-soft">
            <div className="h-full bg-accent" style={{ width: `${state.share * 100}%` }} />
          </div>
        </>
      )
    case 'taken':
      return (
        <p className="text-sub">
          <span className="font-medium text-good">In the inbox</span> as {state.entity}
          {state.unknownColumns.length > 0 && (
            <span className="text-ink-2">
              {' '}
              · kept out, not in the contract: {state.unknownColumns.join(', ')}
            </span>
          )}
        </p>
      )
    case 'refused':
      return (
        <p className="text-sub">
          <span className="font-medium text-bad">{state.message}</span>{' '}
          <span className="text-ink-2">{state.whatToDo}</span>
        </p>
      )
  }
}

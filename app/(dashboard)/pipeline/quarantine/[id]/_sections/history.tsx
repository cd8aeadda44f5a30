import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import type { EntryEvent, QuarantineEntry } from '@/lib/pipeline/quarantine/read-entry'

/** What happened to the record, oldest first: which runs tried it, who did what. */
export function History({ entry }: { entry: QuarantineEntry }) {
  const { value } = storeFormat()
  const quiet =
    entry.tries -
    entry.events.filter(({ action }) => action === 'refused').length -
    (entry.releasedRunId ? 1 : 0)
  return (
    <Card title="History" sub="Kept for good, with the original">
      <ol className="text-[13px]">
        <Step when={value(entry.quarantinedAt.toISOString(), 'timestamp')} run={entry.runId}>
          Set aside: {entry.first.message}
        </Step>
        {entry.events.map((event) => (
          <Step
            key={event.id}
            when={value(event.at.toISOString(), 'timestamp')}
            run={event.runId}
            actor={event.actor}
          >
            {words(event, entry)}
          </Step>
        ))}
        {entry.releasedRunId !== null && (
          <Step run={entry.releasedRunId}>
            Accepted, and counted in its file as {entry.releasedAs ?? 'released'}
          </Step>
        )}
      </ol>
      {quiet > 0 && (
        <p className="mt-1.5 text-ink-3 text-sub">
          Besides, {quiet === 1 ? 'one run has' : `${quiet.toLocaleString('en-GB')} runs have`} tried it
          without finding anything else.
        </p>
      )}
    </Card>
  )
}

interface StepProps {
  when?: string
  run?: number | null
  actor?: string | null
  children: React.ReactNode
}

function Step({ when, run, actor, children }: StepProps) {
  return (
    <li className="border-line-soft border-b py-1.5 last:border-0">
      <p className="break-words">{children}</p>
      <p className="text-ink-3 text-xs">
        {when}
        {actor && ` · ${actor}`}
        {run && (
          <>
            {when && ' · '}
            <Link href={`/pipeline/runs/${run}`} className="hover:underline">
              run {run}
            </Link>
          </>
        )}
      </p>
    </li>
  )
}

function words(event: EntryEvent, entry: QuarantineEntry): React.ReactNode {
  switch (event.action) {
    case 'corrected':
      return <Corrected fields={event.fields ?? {}} entry={entry} />
    case 'replayed':
      return 'To be tried again'
    case 'discarded':
      return `Discarded: ${event.message}`
    case 'restored':
      return 'Restored'
    case 'refused':
      return `Tried, and set aside again: ${event.message}`
    case 'fixed':
      return 'A later file brought a good record of the same key'
    case 'too_late':
      return 'Changed while the run was loading it: it was loaded as it stood before'
  }
}

/** What a correction made of the original, field by field. */
function Corrected({ fields, entry }: { fields: Record<string, string | null>; entry: QuarantineEntry }) {
  const changed = entry.fields.filter(({ name, original }) => (fields[name] ?? '') !== (original ?? ''))
  if (changed.length === 0) return 'Corrected back to what the file had'
  return (
    <>
      Corrected:{' '}
      {changed.map(({ name, original }, i) => (
        <span key={name}>
          {i > 0 && ', '}
          {name} {entry.unsplit === null && <s className="text-ink-3">{original || 'empty'}</s>}{' '}
          <strong className="font-medium">{fields[name] || 'empty'}</strong>
        </span>
      ))}
    </>
  )
}

import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cn } from '@/app/_components/cn'
import { storeFormat } from '@/app/_components/store-format'
import { Button, buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { requireSession } from '@/lib/auth/session'
import { type QuarantineEntry, readEntry } from '@/lib/pipeline/quarantine/read-entry'
import { OPEN_STATES } from '@/lib/pipeline/quarantine/states'
import { LiveRefresh } from '../../_live/live-refresh'
import { SubHeader } from '../../_parts/crumbs'
import { QuarantineStateBadge } from '../../_parts/status'
import { inWords } from '../../_parts/words'
import { DecideDialog, type Decision } from '../_parts/decide-dialog'
import { CorrectForm } from './_sections/correct-form'
import { FieldsTable } from './_sections/fields-table'
import { History } from './_sections/history'

export const metadata: Metadata = { title: 'Row kept aside' }

/** One record kept aside: column by column with what each takes, the reason, its history, and its correction. */
export default async function EntryPage({ params }: PageProps<'/pipeline/quarantine/[id]'>) {
  const isAdmin = (await requireSession()).role === 'admin'
  const id = Number((await params).id)
  if (!Number.isSafeInteger(id) || id < 1) notFound()
  const entry = await readEntry(id)
  if (!entry) notFound()
  const open: readonly string[] = OPEN_STATES
  const canCorrect = isAdmin && open.includes(entry.state)
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title={`Record ${entry.recordNumber.toLocaleString('en-GB')} of ${entry.fileName}`}
        pill={<QuarantineStateBadge state={entry.state} />}
        actions={
          <>
            <Link href="/pipeline/quarantine" className={buttonClass('ghost')}>
              All rows
            </Link>
            {isAdmin &&
              decisions(entry).map((decision) => (
                <DecideDialog
                  key={decision}
                  decision={decision}
                  chosen={{ ids: [id] }}
                  trigger={<Button>{WORDS[decision]}</Button>}
                />
              ))}
          </>
        }
      />
      <div className="grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Card title="The record" sub={recordSub(entry, canCorrect, isAdmin)}>
          {entry.unsplit !== null && (
            <pre className="mb-3 max-h-48 overflow-auto whitespace-pre-wrap break-all rounded-[6px] bg-line-soft p-2 text-xs">
              {entry.unsplit}
            </pre>
          )}
          {canCorrect ? (
            <CorrectForm
              id={id}
              revision={entry.revision}
              fields={entry.fields}
              reason={entry.message}
              hasOriginal={entry.unsplit === null}
            />
          ) : (
            <FieldsTable entry={entry} />
          )}
        </Card>
        <div className="grid content-start gap-3.5">
          <Why entry={entry} />
          <History entry={entry} />
        </div>
      </div>
    </>
  )
}

const WORDS: Record<Decision, string> = { replay: 'Try again', discard: 'Discard', restore: 'Restore' }

function decisions({ state, unsplit, corrected }: QuarantineEntry): Decision[] {
  if (state === 'discarded') return ['restore']
  if (state === 'retry') return ['discard']
  if (state !== 'quarantined' && state !== 'waiting') return []
  return unsplit !== null && corrected === null ? ['discard'] : ['replay', 'discard']
}

function recordSub({ unsplit }: QuarantineEntry, canCorrect: boolean, isAdmin: boolean): string {
  if (unsplit !== null)
    return canCorrect
      ? 'It could not be taken apart: this is its text; its fields are filled in as far as it goes, put them right'
      : 'It could not be taken apart: this is its text'
  if (canCorrect) return 'As the file had it, and as it should be; the original is kept'
  return isAdmin ? 'As the file had it' : 'As the file had it; an admin may correct it'
}

function Why({ entry }: { entry: QuarantineEntry }) {
  const { value } = storeFormat()
  const isOver = entry.state === 'released' || entry.state === 'fixed'
  const facts: [string, React.ReactNode][] = [
    ['Rule', `${inWords(entry.rule)}: ${entry.ruleDescription}`],
    ['Entity', entry.entity],
    [
      'File',
      <Link
        key="file"
        href={`/pipeline/files/${entry.fileId}`}
        className="break-all text-accent hover:underline"
      >
        {entry.fileName}
      </Link>,
    ],
    ['Record', `${entry.recordNumber.toLocaleString('en-GB')} below the header`],
    ['Set aside', `${value(entry.quarantinedAt.toISOString(), 'timestamp')}, run ${entry.runId}`],
  ]
  if (entry.fixedByFileName !== null)
    facts.push([
      'Fixed by',
      <Link
        key="fixed"
        href={`/pipeline/files/${entry.fixedByFileId}`}
        className="break-all text-accent hover:underline"
      >
        {entry.fixedByFileName}
      </Link>,
    ])
  if (entry.discardReason !== null) facts.push(['Discarded', entry.discardReason])
  return (
    <Card title={isOver ? 'What was wrong' : 'What is wrong'} sub="And what would be accepted">
      <p className={cn('mb-1 font-medium', isOver ? 'text-ink' : 'text-bad')}>{entry.message}</p>
      <p className="mb-3 text-[13px] text-ink-2">{entry.advice}</p>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
        {facts.map(([name, fact]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{name}</dt>
            <dd className="break-words">{fact}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cn } from '@/app/_components/cn'
import { storeFormat } from '@/app/_components/store-format'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { Facts } from '@/app/_components/ui/facts'
import { ErrorState, Notice } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { requireSession } from '@/lib/auth/session'
import { SourceError } from '@/lib/core/errors'
import { type RecordView, readRecord } from '@/lib/pipeline/records/read-record'
import { SubHeader } from '../../../../_parts/crumbs'
import { Place } from './place'

export const metadata: Metadata = { title: 'Record' }

const whole = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

/** One record as the archived original has it, column by column, and what stands in the warehouse for it. */
export default async function RecordPage({ params }: PageProps<'/pipeline/files/[id]/records/[n]'>) {
  await requireSession()
  const { id, n } = await params
  const [fileId, recordNumber] = [whole(id), whole(n)]
  const view = await readRecord(fileId, recordNumber).catch((error: unknown) => {
    if (error instanceof SourceError) return error
    throw error
  })
  if (view === undefined) notFound()
  if (view instanceof SourceError) {
    return (
      <>
        <SubHeader title={`Record ${recordNumber}`} />
        <Card>
          <ErrorState title={view.message}>{view.whatToDo}</ErrorState>
        </Card>
      </>
    )
  }
  return <Found view={view} />
}

function Found({ view }: { view: RecordView }) {
  const { value } = storeFormat()
  const { file, record, fields, neighbours } = view
  const path = (n: number) => `/pipeline/files/${file.id}/records/${n}`
  const number = (n: number) => n.toLocaleString('en-GB')
  const { recordNumber, content } = record
  return (
    <>
      <SubHeader
        title={`Record ${number(recordNumber)}`}
        actions={
          <>
            {recordNumber > 1 && (
              <Link
                href={path(recordNumber - 1)}
                aria-label="Record before"
                className={buttonClass('default', 'sm')}
              >
                <ChevronLeft />
              </Link>
            )}
            <span className="text-ink-2 text-sub">
              {number(recordNumber)} of {number(file.records)}
            </span>
            {recordNumber < file.records && (
              <Link
                href={path(recordNumber + 1)}
                aria-label="Record after"
                className={buttonClass('default', 'sm')}
              >
                <ChevronRight />
              </Link>
            )}
          </>
        }
      />
      <div className="grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Card
          title="As the file has it"
          sub="Read from the archived original; columns of the file, and the warehouse’s name where it differs"
        >
          {content.kind === 'malformed' ? (
            <>
              <Notice tone="bad">
                <strong className="text-bad">The record could not be taken apart:</strong> {content.message}.
              </Notice>
              <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-all rounded-[6px] bg-line-soft p-2.5 text-xs">
                {record.text}
              </pre>
            </>
          ) : (
            <Columns view={view} />
          )}
        </Card>
        <div className="grid content-start gap-3.5">
          <Card title="Where it is from">
            <Facts
              facts={[
                [
                  'File',
                  <Link
                    key="file"
                    href={`/pipeline/files/${file.id}`}
                    className="break-all text-accent hover:underline"
                  >
                    {file.name}
                  </Link>,
                ],
                ['Entity', file.entity ?? 'not recognised'],
                ['Record', `${number(recordNumber)} of ${number(file.records)}`],
                ['Arrived', value(file.arrivedAt.toISOString(), 'timestamp')],
                [
                  'Taken in by',
                  file.runId === null ? (
                    'no run that is still known'
                  ) : (
                    <Link
                      key="run"
                      href={`/pipeline/runs/${file.runId}`}
                      className="text-accent hover:underline"
                    >
                      run {file.runId}
                      {file.version !== null && ` (load ${file.version})`}
                    </Link>
                  ),
                ],
                ['Encoding', file.encoding],
                ['Delimiter', file.delimiter === '\t' ? 'tab' : file.delimiter],
              ]}
            />
          </Card>
          <Card title="Where it is now">
            <Place view={view} />
          </Card>
        </div>
      </div>
      {neighbours.length > 0 && (
        <Card title="Around it" sub="The records before and after, as the file has them" className="mt-3.5">
          <Table label="Records around it">
            <thead>
              <tr>
                <Th numeric>Record</Th>
                {fields.map(({ header }) => (
                  <Th key={header}>{header}</Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...neighbours, record]
                .sort((a, b) => a.recordNumber - b.recordNumber)
                .map((one) => (
                  <tr
                    key={one.recordNumber}
                    className={cn(one === record ? 'bg-accent-soft' : 'hover:bg-line-soft/50')}
                  >
                    <Td numeric>
                      {one === record ? (
                        <span className="font-medium">{number(one.recordNumber)}</span>
                      ) : (
                        <Link href={path(one.recordNumber)} className="text-accent hover:underline">
                          {number(one.recordNumber)}
                        </Link>
                      )}
                    </Td>
                    {one.content.kind === 'malformed' ? (
                      <Td colSpan={fields.length} className="text-bad">
                        {one.content.message}
                      </Td>
                    ) : (
                      fields.map(({ header }, i) => (
                        <Td key={header} className="max-w-48 truncate">
                          {one.content.kind === 'fields' && one.content.fields[i]}
                        </Td>
                      ))
                    )}
                  </tr>
                ))}
            </tbody>
          </Table>
        </Card>
      )}
    </>
  )
}

function Columns({ view: { fields, place } }: { view: RecordView }) {
  const offending = place.kind === 'kept aside' ? place.columnName : null
  return (
    <Table label="Fields">
      <thead>
        <tr>
          <Th>Column</Th>
          <Th>Value</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ header, column, value }) => {
          const offends = offending !== null && (offending === header || offending === column)
          return (
            <tr key={header} className={cn('align-top', offends && 'text-bad')}>
              <Td className="whitespace-nowrap text-ink-2">
                {header}
                {column === null && <span className="ml-1.5 text-ink-3 text-xs">kept out</span>}
                {column !== null && column !== header && (
                  <span className="ml-1.5 text-ink-3 text-xs">{column}</span>
                )}
                {offends && <span className="sr-only"> (the offending column)</span>}
              </Td>
              <Td
                className={cn(
                  'whitespace-pre-wrap break-all',
                  offends && 'font-medium underline underline-offset-2',
                )}
              >
                {value ? value : <i className="text-ink-3">empty</i>}
              </Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

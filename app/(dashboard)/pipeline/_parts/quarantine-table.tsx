import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { entities } from '@/lib/contract/entities'
import type { QuarantineView } from '@/lib/pipeline/list-quarantine'
import { SelectRows } from './selection'
import { QuarantineStateBadge } from './status'
import { inWords } from './words'

/** Rows kept aside, each with its record as the file had it and the offending column marked. */
export function QuarantineTable({ rows, selectable }: { rows: QuarantineView[]; selectable?: boolean }) {
  return (
    <Table label="Rows kept aside">
      <thead>
        <tr>
          {selectable && (
            <Th className="w-6">
              <SelectRows ids={rows.map(({ id }) => id)} label="All rows of this page" />
            </Th>
          )}
          <Th>File</Th>
          <Th numeric>Record</Th>
          <Th>Entity</Th>
          <Th>Rule</Th>
          <Th>What is wrong</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top hover:bg-line-soft/50">
            {selectable && (
              <Td>
                <SelectRows ids={[row.id]} label={`Record ${row.recordNumber} of ${row.fileName}`} />
              </Td>
            )}
            <Td className="max-w-52">
              <Link
                href={`/pipeline/files/${row.fileId}`}
                className="block truncate hover:underline"
                title={row.fileName}
              >
                {row.fileName}
              </Link>
            </Td>
            <Td numeric>{row.recordNumber.toLocaleString('en-GB')}</Td>
            <Td>{row.entity}</Td>
            <Td className="whitespace-nowrap">{inWords(row.rule)}</Td>
            <Td className="min-w-72">
              <Link href={`/pipeline/quarantine/${row.id}`} className="hover:underline">
                {row.message}
              </Link>
              <RawRecord row={row} />
            </Td>
            <Td className="min-w-32">
              <QuarantineStateBadge state={row.state} />
              <Since row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What came of the row, below its state. */
function Since({ row }: { row: QuarantineView }) {
  const look = 'block text-ink-3 text-xs'
  if (row.releasedRunId !== null)
    return (
      <Link href={`/pipeline/runs/${row.releasedRunId}`} className={cn(look, 'hover:underline')}>
        {row.releasedAs ?? 'released'} in run {row.releasedRunId}
      </Link>
    )
  if (row.fixedByFileId !== null)
    return (
      <Link
        href={`/pipeline/files/${row.fixedByFileId}`}
        className={cn(look, 'max-w-52 truncate hover:underline')}
      >
        {row.fixedByFileName}
      </Link>
    )
  if (row.discardReason !== null) return <span className={look}>{row.discardReason}</span>
  if (row.corrected !== null) return <span className={look}>corrected</span>
  return null
}

/** The record, column by column; one that could not be split stands as its text. */
function RawRecord({ row }: { row: QuarantineView }) {
  const whole = row.raw._raw
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer text-ink-3 text-xs hover:text-ink">
        Record
        {row.columnName && `, ${row.columnName} is ${row.value ? `“${row.value}”` : 'empty'}`}
      </summary>
      {whole !== undefined ? (
        <pre className="mt-1 max-h-40 max-w-[70ch] overflow-auto whitespace-pre-wrap break-all rounded-[6px] bg-line-soft p-2 text-xs">
          {whole}
        </pre>
      ) : (
        <dl className="mt-1 grid max-w-[70ch] grid-cols-[max-content_minmax(0,1fr)] gap-x-3 rounded-[6px] bg-line-soft p-2 text-xs">
          {inFileOrder(row).map(([column, text]) => {
            const offends = column === row.columnName
            return (
              <div
                key={column}
                className={cn('col-span-2 grid grid-cols-subgrid', offends && 'font-medium text-bad')}
              >
                <dt className={offends ? undefined : 'text-ink-2'}>
                  {column}
                  {offends && <span className="sr-only"> (the offending column)</span>}
                </dt>
                <dd className="break-all">
                  {text ? (
                    <mark
                      className={cn(
                        'bg-transparent text-inherit',
                        offends && 'underline decoration-2 underline-offset-2',
                      )}
                    >
                      {text}
                    </mark>
                  ) : (
                    <i className="text-ink-3">empty</i>
                  )}
                </dd>
              </div>
            )
          })}
        </dl>
      )}
    </details>
  )
}

/** The columns as the contract lists them; JSON in the database does not keep the file's order. */
function inFileOrder({ entity, raw }: QuarantineView): [string, string | null][] {
  const columns = entities.find(({ name }) => name === entity)?.columns.map(({ name }) => name) ?? []
  const place = (column: string) => {
    const index = columns.indexOf(column)
    return index === -1 ? columns.length : index
  }
  return Object.entries(raw).sort(([a], [b]) => place(a) - place(b))
}

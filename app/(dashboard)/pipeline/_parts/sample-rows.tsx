import Link from 'next/link'
import { z } from 'zod'
import { NO_VALUE } from '@/lib/core/format'

const rowsSchema = z.array(z.record(z.string(), z.unknown())).min(1)
/** Shown together, as the place a row came from. */
const SOURCE = ['file_id', 'file', 'record']

/** Some of the rows a check found, column by column, each with the file and record it came from. */
export function SampleRows({ sample, label }: { sample: unknown; label: string }) {
  const rows = rowsSchema.safeParse(sample)
  if (!rows.success) return null
  const columns = [...new Set(rows.data.flatMap((row) => Object.keys(row)))]
    .filter((column) => !SOURCE.includes(column))
    .sort((a, b) => Number(b.endsWith('_id')) - Number(a.endsWith('_id')))
  const hasSource = rows.data.some((row) => row.file_id !== undefined)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-[6px] bg-line-soft p-2">
      <table className="text-xs">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="pr-4 pb-1 text-left font-medium text-ink-2">
                {column}
              </th>
            ))}
            {hasSource && (
              <th scope="col" className="pb-1 text-left font-medium text-ink-2">
                came from
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.data.map((row) => (
            <tr key={JSON.stringify(row)} className="align-top">
              {columns.map((column) => (
                <td key={column} className="max-w-72 break-words py-px pr-4 tabular-nums">
                  {text(row[column])}
                </td>
              ))}
              {hasSource && (
                <td className="whitespace-nowrap py-px">
                  <Source row={row} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Source({ row }: { row: Record<string, unknown> }) {
  const { file_id: id, file, name, record } = row
  if (typeof id !== 'number') return <span className="text-ink-3">{NO_VALUE}</span>
  return (
    <Link href={`/pipeline/files/${id}`} className="text-accent hover:underline">
      {text(file ?? name ?? `file ${id}`)}
      {typeof record === 'number' && `, record ${record.toLocaleString('en-GB')}`}
    </Link>
  )
}

function text(value: unknown): string {
  if (value === null || value === undefined) return NO_VALUE
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

import { z } from 'zod'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatDuration } from '@/lib/core/format'
import type { CheckView } from '@/lib/pipeline/read-run'
import { CheckStatusBadge } from './status'
import { inWords } from './words'

/** Check results, failures first, each with a sample of the rows that failed. */
export function CheckList({ checks }: { checks: CheckView[] }) {
  return (
    <Table label="Checks">
      <thead>
        <tr>
          <Th>Check</Th>
          <Th>Result</Th>
          <Th>Severity</Th>
          <Th numeric>Failing rows</Th>
          <Th numeric>Took</Th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.name} className="align-top">
            <Td className="min-w-64">
              {inWords(check.name)}
              <Sample sample={check.sample} />
            </Td>
            <Td>
              <CheckStatusBadge status={check.status} />
            </Td>
            <Td className="text-ink-2">{check.severity}</Td>
            <Td numeric className={check.failingRows > 0 ? undefined : 'text-ink-3'}>
              {check.failingRows.toLocaleString('en-GB')}
            </Td>
            <Td numeric className="text-ink-3">
              {formatDuration(check.seconds)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

const rowsSchema = z.array(z.record(z.string(), z.unknown())).min(1)

function Sample({ sample }: { sample: unknown }) {
  const rows = rowsSchema.safeParse(sample)
  if (!rows.success) return null
  const columns = [...new Set(rows.data.flatMap((row) => Object.keys(row)))]
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer text-ink-3 text-xs hover:text-ink">Rows that failed</summary>
      <div className="mt-1 overflow-x-auto rounded-[6px] bg-line-soft p-2">
        <table className="text-xs">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" className="pr-4 text-left font-medium text-ink-2">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.data.map((row) => (
              <tr key={JSON.stringify(row)}>
                {columns.map((column) => (
                  <td key={column} className="pr-4 tabular-nums">
                    {text(row[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

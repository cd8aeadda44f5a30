import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatDuration, NO_VALUE } from '@/lib/core/format'
import type { RunView } from '@/lib/pipeline/states'
import { RunStatusBadge } from './status'
import { startedBy } from './words'

/** Runs with what they read and where the rows went. */
export function RunTable({ runs }: { runs: RunView[] }) {
  const { value } = storeFormat()
  return (
    <Table label="Runs">
      <thead>
        <tr>
          <Th>Run</Th>
          <Th>Status</Th>
          <Th>Asked for</Th>
          <Th numeric>Took</Th>
          <Th numeric>Files</Th>
          <Th numeric>Read</Th>
          <Th numeric>Loaded</Th>
          <Th numeric>Unchanged</Th>
          <Th numeric>Superseded</Th>
          <Th numeric>Quarantined</Th>
          <Th>Checks</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className="hover:bg-line-soft/50">
            <Td className="font-medium">
              <Link href={`/pipeline/runs/${run.id}`} className="hover:underline">
                {run.id}
              </Link>
            </Td>
            <Td className="whitespace-nowrap">
              <RunStatusBadge status={run.status} />
              {run.status === 'published' && (
                <span className="ml-1.5 text-ink-3 text-xs">load {run.version}</span>
              )}
            </Td>
            <Td className="whitespace-nowrap text-ink-2">
              {value(run.requestedAt.toISOString(), 'timestamp')} {startedBy(run)}
            </Td>
            <Td numeric>{run.seconds === null ? NO_VALUE : formatDuration(run.seconds)}</Td>
            <Td numeric>{value(run.files, 'count')}</Td>
            <Td numeric>{value(run.rows.read, 'count')}</Td>
            <Td numeric>{value(run.rows.loaded, 'count')}</Td>
            <Td numeric className="text-ink-3">
              {value(run.rows.unchanged, 'count')}
            </Td>
            <Td numeric className="text-ink-3">
              {value(run.rows.superseded, 'count')}
            </Td>
            <Td numeric className={run.rows.quarantined > 0 ? 'text-warn' : 'text-ink-3'}>
              {value(run.rows.quarantined, 'count')}
            </Td>
            <Td className="whitespace-nowrap">
              <Checks checks={run.checks} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** `44 passed · 1 warned`, leaving out what is zero. */
export function Checks({ checks }: { checks: { passed: number; warned: number; failed: number } }) {
  const { passed, warned, failed } = checks
  if (passed + warned + failed === 0) return <span className="text-ink-3">{NO_VALUE}</span>
  return (
    <>
      {failed > 0 && <span className="text-bad">{failed} failed · </span>}
      {warned > 0 && <span className="text-warn">{warned} warned · </span>}
      <span className="text-ink-2">{passed} passed</span>
    </>
  )
}

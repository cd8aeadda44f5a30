import type { ReactNode } from 'react'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatDuration } from '@/lib/core/format'
import { type SlowStatements, slowStatements } from '@/lib/db/slow-statements'

/** Where the database's time goes; for admins, since statements tell how the data is built. */
export async function SlowQueries() {
  const read = await slowStatements(10)
  const { value } = storeFormat()
  if (read.status !== 'on') {
    return (
      <Card title="Slowest queries" sub="Which statements the database spends its time on">
        <EmptyState title="Statement statistics are switched off">{HOW[read.status]}</EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title="Slowest queries"
      sub={`By the time they took in all${read.since ? ` since ${value(read.since.toISOString(), 'timestamp')}` : ''}; values are taken out`}
    >
      <Table label="Slowest queries">
        <thead>
          <tr>
            <Th>Statement</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Mean</Th>
            <Th numeric>Longest</Th>
            <Th numeric>In all</Th>
            <Th numeric>Rows</Th>
          </tr>
        </thead>
        <tbody>
          {read.statements.map((statement) => (
            <tr key={statement.text} className="align-top">
              <Td className="min-w-72 max-w-0">
                <Statement text={statement.text} />
              </Td>
              <Td numeric>{value(statement.calls, 'count')}</Td>
              <Td numeric>{milliseconds(statement.meanMs)}</Td>
              <Td numeric className="text-ink-3">
                {milliseconds(statement.maxMs)}
              </Td>
              <Td numeric>{formatDuration(statement.totalMs / 1000)}</Td>
              <Td numeric className="text-ink-3">
                {value(statement.rows, 'count')}
              </Td>
            </tr>
          ))}
          {read.statements.length === 0 && (
            <tr>
              <Td colSpan={6} className="py-6 text-center text-ink-2">
                Nothing has been asked since the statistics began.
              </Td>
            </tr>
          )}
        </tbody>
      </Table>
    </Card>
  )
}

const HOW: Record<Exclude<SlowStatements['status'], 'on'>, ReactNode> = {
  not_created: (
    <>
      Add <code>pg_stat_statements</code> to <code>shared_preload_libraries</code> of the PostgreSQL server,
      restart it, and run <code>create extension pg_stat_statements</code> in this database as a superuser.
    </>
  ),
  not_loaded: (
    <>
      The extension is there but the server has not loaded it: add <code>pg_stat_statements</code> to{' '}
      <code>shared_preload_libraries</code> and restart PostgreSQL.
    </>
  ),
  forbidden: (
    <>
      The database user may not read them: <code>grant pg_read_all_stats</code> to it as a superuser.
    </>
  ),
}

/** The beginning in one line; the whole behind it. */
function Statement({ text }: { text: string }) {
  const line = text.replaceAll(/\s+/g, ' ')
  return (
    <details>
      <summary className="cursor-pointer truncate font-mono text-xs hover:text-accent">
        {line.slice(0, 160)}
      </summary>
      <pre className="mt-1 max-h-72 overflow-auto whitespace-pre-wrap break-words rounded-[6px] bg-line-soft p-2 text-xs">
        {text}
      </pre>
    </details>
  )
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : formatDuration(ms / 1000)
}

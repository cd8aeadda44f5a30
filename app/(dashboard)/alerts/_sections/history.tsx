import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { Pager } from '@/app/(dashboard)/pipeline/_parts/pager'
import { listAlerts } from '@/lib/alerts/list-alerts'
import { formatDuration } from '@/lib/core/format'
import { ResolutionBadge, SeverityBadge } from '../_parts/badges'
import { Deliveries } from '../_parts/deliveries'

/** What was wrong and is over: when, how long, how it ended and who was told. */
export async function AlertHistory({ page, isAdmin }: { page: number; isAdmin: boolean }) {
  const { items, total, pageSize } = await listAlerts({ state: 'resolved', page, pageSize: 15 })
  const { value } = storeFormat()
  return (
    <Card title="History" sub="Alerts that are over, newest first">
      {items.length > 0 ? (
        <Table label="History of alerts">
          <thead>
            <tr>
              <Th>Raised</Th>
              <Th>Alert</Th>
              <Th>Rule</Th>
              <Th numeric>Times</Th>
              <Th numeric>Open for</Th>
              <Th>Ended</Th>
              <Th>Messages</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((alert) => (
              <tr key={alert.id} className="align-top">
                <Td className="whitespace-nowrap text-ink-2">
                  {value(alert.raisedAt.toISOString(), 'timestamp')}
                </Td>
                <Td className="min-w-56">
                  <Link href={alert.path} className="font-medium hover:underline">
                    {alert.title}
                  </Link>{' '}
                  <SeverityBadge severity={alert.severity} />
                </Td>
                <Td className="min-w-28 text-ink-2">{alert.ruleName}</Td>
                <Td numeric>{value(alert.count, 'count')}</Td>
                <Td numeric>
                  {alert.resolvedAt &&
                    formatDuration((alert.resolvedAt.getTime() - alert.raisedAt.getTime()) / 1000)}
                </Td>
                <Td className="min-w-48">
                  {alert.resolution && <ResolutionBadge resolution={alert.resolution} />}
                  {alert.because && <p className="mt-0.5 text-ink-3 text-xs">{alert.because}</p>}
                </Td>
                <Td className="min-w-40">
                  <Deliveries alert={alert} isAdmin={isAdmin} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : (
        <EmptyState title={page > 1 ? 'No alert here' : 'No alert has ended yet'}>
          {page > 1
            ? 'Go back to the first page.'
            : 'Alerts come here with the messages that told of them once their condition has cleared.'}
        </EmptyState>
      )}
      <Pager
        path="/alerts"
        search={{}}
        page={page}
        pageSize={pageSize}
        total={total}
        of={total === 1 ? 'alert' : 'alerts'}
      />
    </Card>
  )
}

import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { type AlertView, listAlerts } from '@/lib/alerts/list-alerts'
import { formatAgo } from '@/lib/core/format'
import { ActionButton } from '../_parts/action-button'
import { SeverityBadge } from '../_parts/badges'
import { Deliveries } from '../_parts/deliveries'

/** What is wrong now: each condition once, however often it occurred. */
export async function OpenAlerts({ isAdmin }: { isAdmin: boolean }) {
  const { items, total } = await listAlerts({ state: 'open', pageSize: 50 })
  return (
    <Card
      title={total === 0 ? 'Open alerts' : `${total} open ${total === 1 ? 'alert' : 'alerts'}`}
      sub="One for each rule and what it is about; it ends by itself when the condition clears"
    >
      {items.length > 0 ? (
        <ul>
          {items.map((alert) => (
            <OpenAlert key={alert.id} alert={alert} isAdmin={isAdmin} />
          ))}
        </ul>
      ) : (
        <EmptyState title="Nothing is wrong">
          Runs, checks and the freshness of the data are watched by the rules below.
        </EmptyState>
      )}
    </Card>
  )
}

function OpenAlert({ alert, isAdmin }: { alert: AlertView; isAdmin: boolean }) {
  const { value } = storeFormat()
  const since = `${formatAgo(alert.raisedAt, new Date())} · ${value(alert.raisedAt.toISOString(), 'timestamp')}`
  return (
    <li className="grid gap-1.5 border-line-soft border-t py-3 first:border-t-0 first:pt-1">
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-1.5">
        <SeverityBadge severity={alert.severity} />
        <Link href={alert.path} className="min-w-0 break-words font-medium hover:underline">
          {alert.title}
        </Link>
        {alert.count > 1 && <span className="text-ink-2 text-sub">{value(alert.count, 'count')} times</span>}
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {isAdmin && (
            <ActionButton path={`/api/alerts/${alert.id}/close`} label="Close" busyLabel="Closing…" />
          )}
        </span>
      </div>
      <p className="max-w-[90ch] whitespace-pre-line break-words text-ink-2 text-sub">{alert.message}</p>
      <p className="text-ink-3 text-xs">
        {alert.ruleName} · since {since}
      </p>
      <Deliveries alert={alert} isAdmin={isAdmin} />
    </li>
  )
}

import { storeFormat } from '@/app/_components/store-format'
import type { AlertView } from '@/lib/alerts/list-alerts'
import { ActionButton } from './action-button'
import { DeliveryBadge } from './badges'

const EVENT = { raised: 'Raised', repeated: 'Repeated', resolved: 'Recovered' } as const

/** Which messages told of an alert, and what became of each. */
export function Deliveries({ alert, isAdmin }: { alert: AlertView; isAdmin: boolean }) {
  const { value } = storeFormat()
  if (alert.deliveries.length === 0) {
    return (
      <p className="text-ink-3 text-xs">
        {alert.held
          ? 'Its rule is muted: it is sent when that ends.'
          : 'Shown here only: its rule has no channel, or was muted.'}
      </p>
    )
  }
  return (
    <ul className="grid gap-1.5">
      {alert.deliveries.map((delivery) => (
        <li key={delivery.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2 text-xs">
          <DeliveryBadge status={delivery.status} />
          <span>
            {EVENT[delivery.event]} → {delivery.channel}, {value(delivery.at, 'timestamp')}
            {delivery.attempts > 1 && `, ${delivery.attempts} attempts`}
            {delivery.status === 'pending' &&
              delivery.attempts > 0 &&
              `, next ${value(delivery.nextAttemptAt, 'timestamp')}`}
          </span>
          {delivery.error && <span className="min-w-0 break-words text-bad">{delivery.error}</span>}
          {isAdmin && delivery.canRetry && delivery.status === 'failed' && (
            <ActionButton
              path={`/api/alerts/deliveries/${delivery.id}/retry`}
              label="Send again"
              busyLabel="Sending…"
            />
          )}
        </li>
      ))}
    </ul>
  )
}

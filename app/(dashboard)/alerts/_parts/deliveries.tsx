import { cn } from '@/app/_components/cn'
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
  const failed = alert.deliveries.some(({ status }) => status === 'failed')
  return (
    <details open={failed && alert.resolvedAt === null} className="text-ink-2 text-xs">
      <summary className="w-fit cursor-pointer select-none text-ink-3 hover:text-ink">
        {inShort(alert.deliveries)}
      </summary>
      <ul className="mt-1.5 grid gap-1.5">
        {alert.deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <DeliveryBadge status={delivery.status} />
            <span>
              {EVENT[delivery.event]} → {delivery.channel}, {value(delivery.at, 'timestamp')}
              {delivery.attempts > 1 && `, ${delivery.attempts} attempts`}
              {delivery.status === 'pending' &&
                delivery.attempts > 0 &&
                `, next ${value(delivery.nextAttemptAt, 'timestamp')}`}
            </span>
            {isAdmin && delivery.canRetry && delivery.status === 'failed' && (
              <ActionButton
                path={`/api/alerts/deliveries/${delivery.id}/retry`}
                label="Send again"
                busyLabel="Sending…"
              />
            )}
            {delivery.error && (
              <span
                className={cn('min-w-0 basis-full break-words', delivery.status === 'failed' && 'text-bad')}
              >
                {delivery.error}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** `2 messages: 1 sent, 1 waiting` */
function inShort(deliveries: AlertView['deliveries']): string {
  const count = (status: AlertView['deliveries'][number]['status'], word: string) => {
    const n = deliveries.filter((delivery) => delivery.status === status).length
    return n > 0 ? [`${n} ${word}`] : []
  }
  const parts = [...count('sent', 'sent'), ...count('pending', 'waiting'), ...count('failed', 'failed')]
  return `${deliveries.length} ${deliveries.length === 1 ? 'message' : 'messages'}: ${parts.join(', ')}`
}

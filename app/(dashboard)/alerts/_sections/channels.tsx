import { storeFormat } from '@/app/_components/store-format'
import { Badge } from '@/app/_components/ui/badge'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { type Channel, readChannels } from '@/lib/alerts/channels/read-channels'
import { env } from '@/lib/core/env'
import { DeliveryBadge } from '../_parts/badges'
import { ChannelActions } from '../_parts/channel-actions'
import { AddChannel } from '../_parts/channel-dialog'

const KIND = { email: 'E-mail', slack: 'Slack', webhook: 'Webhook' } as const

/** Where messages go to. */
export async function Channels({ isAdmin }: { isAdmin: boolean }) {
  const channels = await readChannels()
  const hasMail = env().smtpUrl !== undefined
  return (
    <Card
      title="Channels"
      sub="Where alerts are told besides this page"
      actions={<AddChannel isAdmin={isAdmin} hasMail={hasMail} />}
    >
      {channels.length === 0 && (
        <EmptyState title="No channel yet">
          Alerts show on this page only. Add an e-mail address, a Slack webhook or a webhook of your own, then
          choose it in a rule.
        </EmptyState>
      )}
      <ul>
        {channels.map((channel) => (
          <li
            key={channel.id}
            className="grid gap-1.5 border-line-soft border-t py-2.5 first:border-t-0 first:pt-1"
          >
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="break-words font-medium">{channel.name}</span>
              <Badge>{KIND[channel.kind]}</Badge>
            </p>
            <p className="break-words text-ink-2 text-sub">
              {channel.kind === 'email' ? channel.to.join(', ') : `${channel.host}/…`}
            </p>
            <p className="text-ink-3 text-xs">
              {channel.rules.length > 0 ? `Told by ${channel.rules.join(', ')}` : 'No rule tells it yet'}
            </p>
            <LastMessage channel={channel} />
            {channel.kind === 'email' && !hasMail && (
              <p className="text-warn text-xs">SMTP_URL is not set, so no e-mail goes out.</p>
            )}
            {isAdmin && <ChannelActions channel={channel} hasMail={hasMail} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function LastMessage({ channel: { last } }: { channel: Channel }) {
  if (!last) return null
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-xs">
      <DeliveryBadge status={last.status} />
      <span>last message, {storeFormat().value(last.at, 'timestamp')}</span>
      {last.error && <span className="min-w-0 break-words text-bad">{last.error}</span>}
    </p>
  )
}

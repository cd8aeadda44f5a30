import { Badge, type Tone } from '@/app/_components/ui/badge'
import type { AlertView } from '@/lib/alerts/list-alerts'

export function SeverityBadge({ severity }: { severity: AlertView['severity'] }) {
  return <Badge tone={severity === 'critical' ? 'bad' : 'warn'}>{severity}</Badge>
}

const DELIVERY: Record<'pending' | 'sent' | 'failed', [Tone, string]> = {
  pending: ['info', 'waiting'],
  sent: ['good', 'sent'],
  failed: ['bad', 'failed'],
}

export function DeliveryBadge({ status }: { status: 'pending' | 'sent' | 'failed' }) {
  const [tone, text] = DELIVERY[status]
  return <Badge tone={tone}>{text}</Badge>
}

const RESOLUTION = { recovered: 'recovered', closed: 'closed', rule_off: 'rule off' } as const

export function ResolutionBadge({ resolution }: { resolution: NonNullable<AlertView['resolution']> }) {
  return <Badge tone={resolution === 'recovered' ? 'good' : 'neutral'}>{RESOLUTION[resolution]}</Badge>
}

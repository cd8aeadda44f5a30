import { Badge, type Tone } from '@/app/_components/ui/badge'

const TONES: Record<string, Tone> = {
  completed: 'good',
  shipped: 'info',
  paid: 'info',
  refunded: 'warn',
  cancelled: 'bad',
}

/** The status of an order. */
export function OrderStatus({ status }: { status: string | null }) {
  return status === null ? null : <Badge tone={TONES[status] ?? 'neutral'}>{status}</Badge>
}

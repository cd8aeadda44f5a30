import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Badge, type Tone } from '@/app/_components/ui/badge'
import { Card } from '@/app/_components/ui/card'
import { formatAgo, formatDuration } from '@/lib/core/format'
import { listRecoveries, type RecoveryView } from '@/lib/pipeline/list-recoveries'
import { median } from '@/lib/pipeline/run-history'
import { type BreakerView, listBreakers } from '@/lib/resilience/list-breakers'
import { inWords } from '../_parts/words'

const SHOWN = 4

/** How runs got over failures, how long it took, and what outside is not to be had. */
export async function Recoveries() {
  const [recoveries, breakers] = await Promise.all([listRecoveries({ limit: 50 }), listBreakers()])
  const usual = median(recoveries.map(({ seconds }) => seconds))
  return (
    <Card
      title="Recoveries and circuit breakers"
      sub={
        usual === null
          ? 'A run whose process or worker dies goes on by itself'
          : `${recoveries.length === 1 ? 'One recovery' : `Median of ${recoveries.length}`}: ${formatDuration(usual)} from the last sign of life`
      }
    >
      {recoveries.length === 0 ? (
        <p className="py-1 text-ink-2 text-sub">No run had to be recovered yet.</p>
      ) : (
        <ul className="text-[13px]">
          {recoveries.slice(0, SHOWN).map((recovery) => (
            <Recovery key={recovery.id} recovery={recovery} />
          ))}
        </ul>
      )}
      <h3 className="mt-3 mb-0.5 font-semibold text-[13px]">Outside services</h3>
      {breakers.length === 0 ? (
        <p className="text-ink-2 text-sub">None has been asked yet.</p>
      ) : (
        <ul className="text-[13px]">
          {breakers.map((breaker) => (
            <Breaker key={breaker.name} breaker={breaker} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Recovery({ recovery }: { recovery: RecoveryView }) {
  return (
    <li className="flex items-baseline gap-2 border-line-soft border-b py-[5px] last:border-b-0">
      <span className="min-w-0 flex-1" title={recovery.detail}>
        <Link href={`/pipeline/runs/${recovery.runId}`} className="font-medium hover:underline">
          Run {recovery.runId}
        </Link>{' '}
        <span className="text-ink-2">
          {inWords(recovery.cause)}
          {recovery.task ? ` at ${recovery.task}` : ''}
        </span>
      </span>
      <span className="shrink-0 text-ink-3 text-xs">{formatAgo(recovery.resumedAt, new Date())}</span>
      <span className="w-14 shrink-0 text-right tabular-nums">{formatDuration(recovery.seconds)}</span>
    </li>
  )
}

const STATE: Record<BreakerView['state'], [Tone, string]> = {
  closed: ['good', 'up'],
  half_open: ['warn', 'being tried'],
  open: ['bad', 'not asked'],
}

function Breaker({ breaker }: { breaker: BreakerView }) {
  const { value } = storeFormat()
  const [tone, word] = STATE[breaker.state]
  const since = breaker.openedAt ? ` since ${value(breaker.openedAt.toISOString(), 'timestamp')}` : ''
  return (
    <li className="border-line-soft border-b py-[5px] last:border-b-0">
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate">{breaker.name}</span>
        <Badge tone={tone}>
          {word}
          {since}
        </Badge>
      </p>
      {breaker.state !== 'closed' && breaker.lastError && (
        <p className="break-words text-ink-3 text-xs">
          {breaker.failures} failures in a row, the last: {breaker.lastError}
        </p>
      )}
    </li>
  )
}

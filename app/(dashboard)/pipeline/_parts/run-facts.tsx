import { Check, RotateCcw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { storeFormat } from '@/app/_components/store-format'
import { formatDuration } from '@/lib/core/format'
import type { RecoveryView } from '@/lib/pipeline/list-recoveries'
import type { HealthResult } from '@/lib/pipeline/states'

/** What was looked at before a run's first task, and the times it had to be resumed. */
export function RunFacts({
  health,
  recoveries,
}: {
  health: HealthResult[] | null
  recoveries: RecoveryView[]
}) {
  const { value } = storeFormat()
  return (
    <>
      {health && (
        <Facts title="Looked at before the start">
          {health.map(({ name, ok, detail }) => (
            <li key={name} className="flex gap-2">
              {ok ? (
                <Check aria-label="fine" className="mt-0.5 size-3.5 shrink-0 text-good" />
              ) : (
                <X aria-label="wrong" className="mt-0.5 size-3.5 shrink-0 text-bad" />
              )}
              <span className="min-w-0 break-words">
                <span className="text-ink">{name}</span> {detail}
              </span>
            </li>
          ))}
        </Facts>
      )}
      {recoveries.length > 0 && (
        <Facts title="Recovered">
          {recoveries.map((recovery) => (
            <li key={recovery.id} className="flex gap-2">
              <RotateCcw aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />
              <span className="min-w-0 break-words">
                <span className="text-ink">after {formatDuration(recovery.seconds)}</span>,{' '}
                {value(recovery.resumedAt.toISOString(), 'timestamp')}: {recovery.detail}
              </span>
            </li>
          ))}
        </Facts>
      )}
    </>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-4">
      <h3 className="font-medium text-ink">{title}</h3>
      <ul className="mt-1 grid gap-1 text-ink-2 text-sub">{children}</ul>
    </section>
  )
}

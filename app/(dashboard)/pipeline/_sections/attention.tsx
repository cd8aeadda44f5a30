import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { openAlerts } from '@/lib/alerts/list-alerts'
import { type AttentionItem, attention } from '@/lib/pipeline/attention'
import { listBreakers } from '@/lib/resilience/list-breakers'
import { cacheStatsOnce, figuresOnce, runsOnce, scheduleOnce } from '../_parts/read-once'

/** What needs a person now, before everything else; one calm line when nothing does. */
export async function Attention() {
  const [figures, runs, cache, schedule, breakers, alerts] = await Promise.all([
    figuresOnce(),
    runsOnce(),
    cacheStatsOnce(),
    scheduleOnce(),
    listBreakers(),
    // A failed run is told by itself, with more.
    openAlerts({ except: 'run_failed' }),
  ])
  const items = attention({
    ...figures,
    runs,
    redis: cache.redis,
    schedule,
    breakers,
    alerts,
    now: Date.now(),
  })
  if (items.length === 0) {
    if (figures.version === 0) return null
    return (
      <p className="mb-3.5 flex items-center gap-2 text-ink-2 text-sub">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
        Nothing needs you: the data is fresh, every row is accounted for and the last run ended well.
      </p>
    )
  }
  return (
    <section
      aria-label="Needs attention"
      className={cn(
        'mb-3.5 rounded-card border bg-panel shadow-card',
        items.some(({ tone }) => tone === 'bad') ? 'border-bad/50' : 'border-warn/50',
      )}
    >
      <ul>
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </section>
  )
}

function Item({ item: { tone, text, whatToDo, href } }: { item: AttentionItem }) {
  const Icon = tone === 'bad' ? CircleAlert : TriangleAlert
  return (
    <li className="flex items-start gap-2.5 border-line-soft border-b px-4 py-2.5 last:border-b-0">
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone === 'bad' ? 'text-bad' : 'text-warn')} />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className="break-words font-medium">{text}</p>
        <p className="text-ink-2 text-sub">{whatToDo}</p>
      </div>
      {href && (
        <Link href={href} className="shrink-0 font-medium text-[13px] text-accent hover:underline">
          Open<span className="sr-only">: {text}</span>
        </Link>
      )}
    </li>
  )
}

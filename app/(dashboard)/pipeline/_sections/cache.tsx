import { cn } from '@/app/_components/cn'
import { storeFormat } from '@/app/_components/store-format'
import { Badge } from '@/app/_components/ui/badge'
import { Card } from '@/app/_components/ui/card'
import { type CacheSize, type CacheStats, cacheSize } from '@/lib/cache'
import { formatTimestamp } from '@/lib/core/format'
import { Facts } from '../_parts/facts'
import { cacheStatsOnce } from '../_parts/read-once'

const STATE = {
  up: ['good', 'Redis is up'],
  away: ['warn', 'Redis is away'],
  off: ['neutral', 'no Redis'],
} as const

/** How often pages were answered from the cache over the last day, and what it holds. */
export async function CacheCard() {
  const [stats, size] = await Promise.all([cacheStatsOnce(), cacheSize()])
  const { value } = storeFormat()
  const [tone, word] = STATE[stats.redis]
  return (
    <Card
      title="Cache"
      sub="Answers of the dashboards, kept under the load they belong to"
      actions={<Badge tone={tone}>{word}</Badge>}
    >
      <Hours stats={stats} />
      <Facts
        facts={[
          ['Hit rate, 24 h', value(stats.hitRate, 'ratio')],
          ['Hits', value(stats.hits, 'count')],
          ['Misses', value(stats.misses, 'count')],
          ['Waited for another’s load', value(stats.shared, 'count')],
          [
            'Answers kept',
            `${value(size.entries, 'count')} ${size.kept === 'redis' ? 'in Redis' : 'in this process'}`,
          ],
          ['Room taken', roomText(size, value)],
          ...(stats.errors > 0 ? ([['Errors of Redis', value(stats.errors, 'count')]] as const) : []),
        ]}
      />
    </Card>
  )
}

function roomText({ bytes, maxBytes }: CacheSize, value: ReturnType<typeof storeFormat>['value']): string {
  return maxBytes === null ? value(bytes, 'bytes') : `${value(bytes, 'bytes')} of ${value(maxBytes, 'bytes')}`
}

/** Look-ups by hour: hits below, the others on top. */
function Hours({ stats }: { stats: CacheStats }) {
  const { timeZone } = storeFormat()
  const lookUps = stats.hours.map(({ hits, misses, shared }) => hits + misses + shared)
  const most = Math.max(...lookUps)
  if (most === 0) {
    return (
      <p className="py-4 text-center text-ink-2 text-sub">No page asked the cache in the last 24 hours.</p>
    )
  }
  const label = `Look-ups of the last 24 hours, ${stats.hits} hits and ${stats.misses + stats.shared} others, by hour`
  return (
    <>
      <div role="img" aria-label={label} className="flex h-[72px] items-end gap-[2px] border-line border-b">
        {stats.hours.map(({ hour, hits, misses, shared }, i) => (
          <div
            key={hour}
            title={`${formatTimestamp(hour.replace('Z', ':00Z'), timeZone)}: ${hits} hits, ${misses + shared} others`}
            className="flex h-full flex-1 flex-col justify-end"
          >
            <div
              className="w-full rounded-t-[2px] bg-c3"
              style={{ height: `${((misses + shared) / most) * 100}%` }}
            />
            <div
              className={cn('w-full bg-c1', hits === lookUps[i] && 'rounded-t-[2px]')}
              style={{ height: `${(hits / most) * 100}%` }}
            />
          </div>
        ))}
      </div>
      <p className="mt-1 mb-1.5 flex gap-x-3.5 text-ink-2 text-xs">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-[9px] rounded-[2px] bg-c1" /> hits
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-[9px] rounded-[2px] bg-c3" /> misses and waits
        </span>
        <span className="ml-auto text-ink-3">24 h, by hour</span>
      </p>
    </>
  )
}

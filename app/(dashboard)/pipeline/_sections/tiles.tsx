import { KpiTile, KpiTiles } from '@/app/_components/kpi-tile'
import { storeFormat } from '@/app/_components/store-format'
import type { CacheStats } from '@/lib/cache'
import { change } from '@/lib/core/change'
import { formatAgo, formatDuration, NO_VALUE } from '@/lib/core/format'
import { FRESH_SECONDS } from '@/lib/pipeline/attention'
import type { PipelineFigures } from '@/lib/pipeline/figures'
import { median, type RunHistoryEntry, rowsPerSecond } from '@/lib/pipeline/run-history'
import { cacheStatsOnce, figuresOnce, historyOnce } from '../_parts/read-once'
import { inWords } from '../_parts/words'

/** Freshness, speed, rows kept aside, cache, last run. */
export async function PipelineTiles() {
  const [figures, history, cache] = await Promise.all([figuresOnce(), historyOnce(), cacheStatsOnce()])
  return (
    <KpiTiles>
      <Freshness figures={figures} history={history} />
      <Throughput history={history} />
      <KeptAside figures={figures} history={history} />
      <CacheHits cache={cache} />
      <LastRun history={history} />
    </KpiTiles>
  )
}

const STRONG = 'font-[570]'

function Freshness({ figures, history }: { figures: PipelineFigures; history: RunHistoryEntry[] }) {
  const age = figures.loadAgeSeconds
  const fresh = age !== null && age <= FRESH_SECONDS
  const published = history.filter((run) => run.status === 'published')
  const gaps = published.slice(1).map((run, i) => hoursBetween(published[i], run))
  return (
    <KpiTile
      label="Freshness"
      value={
        age === null ? NO_VALUE : formatAgo(new Date(Date.now() - age * 1000), new Date()).replace(' ago', '')
      }
      note={
        age === null ? (
          'nothing published yet'
        ) : (
          <>
            <span className={`${STRONG} ${fresh ? 'text-good' : 'text-bad'}`}>
              {fresh ? 'within' : 'over'}
            </span>{' '}
            target 24 h
          </>
        )
      }
      hint="Time since the load the dashboards show was published. The line: hours between loads."
      spark={gaps}
    />
  )
}

function hoursBetween(before: RunHistoryEntry | undefined, after: RunHistoryEntry): number | null {
  if (!before?.finishedAt || !after.finishedAt) return null
  return (after.finishedAt.getTime() - before.finishedAt.getTime()) / 3_600_000
}

function Throughput({ history }: { history: RunHistoryEntry[] }) {
  const speeds = history.map(rowsPerSecond).filter((speed) => speed !== null)
  const last = speeds.at(-1)
  const usual = median(speeds.slice(-31, -1))
  const { value } = storeFormat()
  return (
    <KpiTile
      label="Rows a second"
      value={
        last === undefined ? NO_VALUE : value(Math.round(last), 'count', last >= 10_000 ? 'axis' : 'short')
      }
      change={usual === null ? undefined : change(last, usual, 'count')}
      note={
        usual === null
          ? last === undefined
            ? 'no load of 1,000 rows yet'
            : 'of the last load'
          : `median of ${speeds.length === 2 ? 'the run' : `${Math.min(30, speeds.length - 1)} runs`} before`
      }
      hint="Rows read, divided by the whole run’s time, for the last load of a thousand rows or more; a smaller one measures the start of a run."
      spark={speeds.slice(-30)}
    />
  )
}

function KeptAside({ figures, history }: { figures: PipelineFigures; history: RunHistoryEntry[] }) {
  const { quarantined, waiting } = figures.quarantine
  const { value } = storeFormat()
  const share = figures.rows.read > 0 ? (quarantined + waiting) / figures.rows.read : null
  return (
    <KpiTile
      label="Quarantined"
      value={value(quarantined + waiting, 'count')}
      note={
        share === null ? (
          'no rows read yet'
        ) : (
          <>
            <span className={STRONG}>{smallShare(share)}</span> · {value(waiting, 'count')} waiting for
            parents
          </>
        )
      }
      hint="Rows of all files that are kept aside with a reason. Waiting ones load by themselves when what they refer to arrives."
      spark={history.filter((run) => run.rowsRead > 0).map((run) => run.rowsQuarantined)}
    />
  )
}

/** A share that is not zero is not shown as zero. */
function smallShare(share: number): string {
  if (share === 0) return '0%'
  return share < 0.00001
    ? '< 0.001%'
    : `${(share * 100).toLocaleString('en-GB', { maximumSignificantDigits: 2 })}%`
}

function CacheHits({ cache }: { cache: CacheStats }) {
  const { value } = storeFormat()
  const rates = cache.hours.map((hour) => {
    const lookUps = hour.hits + hour.misses + hour.shared
    return lookUps === 0 ? null : hour.hits / lookUps
  })
  const where = { up: 'Redis', away: 'Redis is away, kept in process', off: 'kept in process' }[cache.redis]
  const speed =
    cache.hitP95Ms === null || !Number.isFinite(cache.hitP95Ms) ? '' : `p95 ≤ ${cache.hitP95Ms} ms · `
  return (
    <KpiTile
      label="Cache hits"
      value={value(cache.hitRate, 'ratio')}
      change={cache.hitRate === null ? undefined : change(cache.hitRate, cache.previousHitRate, 'ratio')}
      note={<span className={cache.redis === 'away' ? 'text-warn' : undefined}>{`${speed}${where}`}</span>}
      hint={`Of the last 24 hours: ${value(cache.hits, 'count')} hits, ${value(cache.misses, 'count')} misses, ${value(cache.shared, 'count')} waited for another’s load, ${value(cache.errors, 'count')} errors of Redis. Compared with the day before.`}
      spark={rates}
    />
  )
}

function LastRun({ history }: { history: RunHistoryEntry[] }) {
  const ended = history.filter((run) => run.finishedAt !== null)
  const last = ended.at(-1)
  const tone = last?.status === 'failed' ? 'text-bad' : last?.status === 'published' ? 'text-good' : ''
  return (
    <KpiTile
      label="Last run"
      value={last?.seconds == null ? NO_VALUE : formatDuration(last.seconds)}
      note={
        last?.finishedAt ? (
          <>
            <span className={`${STRONG} ${tone}`}>{inWords(last.status)}</span> run {last.id},{' '}
            {formatAgo(last.finishedAt, new Date())}
          </>
        ) : (
          'no run has ended yet'
        )
      }
      hint="How long the last run took from start to end. The line: the runs before it."
      spark={ended.map((run) => run.seconds)}
    />
  )
}

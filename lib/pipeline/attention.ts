import type { BreakerView } from '@/lib/resilience/list-breakers'
import type { ScheduleState } from './read-schedule'
import type { RunView } from './states'

/** Something on the pipeline page that a person should look at. */
export interface AttentionItem {
  id: string
  /** `bad`: figures are old or wrong until somebody acts. `warn`: worth a look. */
  tone: 'bad' | 'warn'
  /** What is the matter, in one sentence. */
  text: string
  /** What to do about it, or what happens by itself. */
  whatToDo: string
  href?: string
}

/** What the judgement rests on. */
export interface AttentionFacts {
  /** Newest first. */
  runs: readonly RunView[]
  version: number
  loadAgeSeconds: number | null
  unbalancedFiles: number
  heartbeatAgeSeconds: number | null
  redis: 'off' | 'up' | 'away'
  schedule: ScheduleState
  breakers: readonly BreakerView[]
  /** Open alerts: how many, and the title of the newest. */
  alerts: { open: number; newest: string | null }
  now: number
}

/** A load older than this is late; the schedule's default is one a day. */
export const FRESH_SECONDS = 24 * 3600
/** A queued run is picked up within a second or two by any worker that lives. */
const PATIENCE_SECONDS = 30

/** Everything that needs a person now, the worst first; empty when all is well. */
export function attention(facts: AttentionFacts): AttentionItem[] {
  const items = [failedRuns, balance, freshness, worker, paused, alerts, outside].flatMap((look) =>
    look(facts),
  )
  return [...items.filter(({ tone }) => tone === 'bad'), ...items.filter(({ tone }) => tone === 'warn')]
}

function failedRuns({ runs, version }: AttentionFacts): AttentionItem[] {
  const ended = runs.filter((run) => run.status !== 'queued' && run.status !== 'running')
  const [last] = ended
  if (last?.status !== 'failed') return []
  const inARow = ended.findIndex((run) => run.status !== 'failed')
  const failed = inARow === -1 ? ended.length : inARow
  const where = last.error.task ? ` at ${last.error.task}` : ''
  return [
    {
      id: 'run_failed',
      tone: 'bad',
      text:
        failed > 1
          ? `The last ${failed} runs failed, run ${last.id}${where}: ${last.error.message}`
          : `Run ${last.id} failed${where}: ${last.error.message}`,
      whatToDo: `${last.error.whatToDo ? `${last.error.whatToDo} ` : ''}${
        version > 0 ? `The dashboards still show load ${version}.` : 'Nothing is published yet.'
      }`,
      href: `/pipeline/runs/${last.id}`,
    },
  ]
}

function balance({ unbalancedFiles: files }: AttentionFacts): AttentionItem[] {
  if (files === 0) return []
  return [
    {
      id: 'unbalanced',
      tone: 'bad',
      text: `${files} ${files === 1 ? 'file does' : 'files do'} not balance: rows read are not all accounted for.`,
      whatToDo: 'No run publishes until it is mended. The check rows_accounted_for shows which file.',
      href: '/pipeline/files',
    },
  ]
}

function freshness({ loadAgeSeconds: age, runs }: AttentionFacts): AttentionItem[] {
  if (age === null || age <= FRESH_SECONDS) return []
  const hours = Math.floor(age / 3600)
  const looked = runs.find((run) => run.status === 'nothing_new')
  return [
    {
      id: 'stale',
      tone: 'warn',
      text: `The dashboards’ data is ${hours} h old; the target is 24 h.`,
      whatToDo: looked
        ? 'The last runs found no new file: see whether the shop still exports.'
        : 'Put the newest exports into the inbox and run the pipeline.',
    },
  ]
}

function worker({ runs, now, heartbeatAgeSeconds: age }: AttentionFacts): AttentionItem[] {
  const silent = age === null || age > PATIENCE_SECONDS
  const waiting = runs.find(
    (run) => run.status === 'queued' && now - run.requestedAt.getTime() > PATIENCE_SECONDS * 1000,
  )
  const running = runs.some((run) => run.status === 'running')
  if (!silent || (!waiting && !running)) return []
  return [
    {
      id: 'no_worker',
      tone: 'bad',
      text: waiting
        ? `Run ${waiting.id} waits and no worker gives a sign of life.`
        : 'A run is under way but its worker gives no sign of life.',
      whatToDo: 'Start a worker: `npm start`, or `npm run worker` on another machine. It goes on by itself.',
    },
  ]
}

function paused({ schedule }: AttentionFacts): AttentionItem[] {
  if (schedule.status !== 'paused') return []
  const { pausedBy, reason } = schedule
  return [
    {
      id: 'paused',
      // What paused by itself waits for somebody; what somebody paused is known to somebody.
      tone: pausedBy === null ? 'bad' : 'warn',
      text: `The schedule is paused${pausedBy === null ? '' : ` by ${pausedBy}`}${reason ? `: ${reason}` : '.'}`,
      whatToDo: 'No run starts by itself until it is resumed; runs by button or API go on.',
    },
  ]
}

function alerts({ alerts: { open, newest } }: AttentionFacts): AttentionItem[] {
  if (open === 0) return []
  return [
    {
      id: 'alerts',
      tone: 'warn',
      text: `${open === 1 ? 'An alert is' : `${open} alerts are`} open${newest ? `: ${newest}` : '.'}`,
      whatToDo: 'An alert closes by itself once its condition is over; its page says what to do.',
      href: '/alerts',
    },
  ]
}

function outside({ redis, breakers }: AttentionFacts): AttentionItem[] {
  const items: AttentionItem[] = []
  if (redis === 'away') {
    items.push({
      id: 'redis_away',
      tone: 'warn',
      text: 'Redis is away: pages are slower, not wrong.',
      whatToDo: 'Start Redis; the pages find it by themselves.',
    })
  }
  // Redis is told above, as this process sees it now.
  for (const { name, state, lastError } of breakers.filter((breaker) => breaker.name !== 'redis')) {
    if (state === 'closed') continue
    items.push({
      id: `breaker ${name}`,
      tone: 'warn',
      text: `${name} does not answer${lastError ? `: ${lastError}` : ''}`,
      whatToDo: 'It is tried again by itself; what could not be sent is kept.',
    })
  }
  return items
}

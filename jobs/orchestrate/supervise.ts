import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type pg from 'pg'
import { evaluateEndedRuns } from '@/lib/alerts/evaluate-runs'
import { InternalError, toJson } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { subscribe } from '@/lib/pipeline/events'
import { pauseAfterFailures } from '@/lib/pipeline/schedule-store'
import { isFinal, type RunStatus, type StoredError } from '@/lib/pipeline/states'
import { EXIT, fromChild } from './child'
import type { Claim } from './claim'
import { type Failure, recordRecovery } from './recovery-store'
import { pruneRunFolders, removeRunFolder } from './run-folder'
import { pruneRunLog, type RunLog, runLog } from './run-log'
import { addLastLines, beat, endRun, getRun, requeueRun, startRun } from './run-store'
import type { Spare } from './spare'
import { isForConsole, killGroup, spawnRun } from './spawn-run'
import { runningTask, succeededTasks } from './task-store'

/** Deaths of the run's process in a row, without a task completed in between, before the run fails. */
const MAX_DEATHS = 3
/** How long a process that was asked to stop or cancel may take before it is killed. */
const GRACE_MS = 8_000
/** Also how exactly the last sign of life of a lost worker is known. */
const BEAT_MS = 500
/** A process of the run that says nothing for this long is hung; it speaks twice a second. */
const HUNG_MS = 10_000
/** The same before it has said anything. */
const START_MS = 30_000
/** A run that has got this far may take long enough to be worth a process in reserve. */
const SPARE_AFTER_MS = 1_000
const LAST_LINES = 40

export interface SuperviseOptions {
  url: string
  home: string
  workerId: string
  /** The program that executes a run: `run.ts`. */
  entry: string
  books: pg.Pool
  /** Aborts to put the run back in the queue and return. */
  signal: AbortSignal
  /** Each line the run's process logs. */
  onLine?: (line: string) => void
  /** A process in reserve, for when the run's dies. */
  spare?: Spare
  /** A process silent for this long is hung, and killed. */
  hungMs?: number
}

export interface Supervised {
  status: RunStatus
  /** Peak resident memory of the run's process, the largest if it had to be restarted; null when unknown. */
  peakRssMb: number | null
}

/**
 * Executes one run under a claim, in a process of its own, and restarts that process when it dies or hangs.
 * @throws the claim's reason when the claim was lost; the process is killed then
 */
export async function superviseRun(
  runId: number,
  claim: Claim,
  options: SuperviseOptions,
): Promise<Supervised> {
  const { books, workerId, home, signal } = options
  const lines = runLog(runId, books)
  let deaths = 0
  let completed = -1
  let peakRssKb = 0
  let failure = await leftBehind(runId, claim, workerId, books)
  if (failure) lines.say('warn', failure.detail)
  try {
    for (;;) {
      const epoch = await claim.nextEpoch(runId)
      if (await startRun(runId, epoch, workerId, books)) {
        const ended = await runProcess(runId, epoch, claim, options, { lines, failure })
        peakRssKb = Math.max(peakRssKb, ended.peakRssKb)
        claim.lost.throwIfAborted()
        const run = await getRun(runId, books)
        if (run && !isFinal(run.status)) {
          if (run.cancelRequested) await endRun(runId, { status: 'cancelled' }, books)
          else if (signal.aborted) await requeueRun(runId, books)
          else {
            const now = await succeededTasks(runId, books)
            deaths = now > completed ? 1 : deaths + 1
            completed = now
            failure = await failureOf(runId, ended, books)
            log.warn({ runId, how: ended.how, deaths }, 'the process of the run died, resuming')
            lines.say('warn', failure.detail)
            if (deaths < MAX_DEATHS) continue
            await endRun(
              runId,
              { status: 'failed', error: await diedError(runId, ended, deaths, books) },
              books,
            )
          }
        }
        if (ended.lines.length > 0) await addLastLines(runId, ended.lines, books)
      }
      const status = (await getRun(runId, books))?.status ?? 'failed'
      await afterwards(runId, status, home, books)
      return { status, peakRssMb: peakRssKb > 0 ? Math.round(peakRssKb / 1024) : null }
    }
  } finally {
    await lines.close()
  }
}

/** What is known of a run that is still marked as executing, though nobody can be executing it. */
async function leftBehind(
  runId: number,
  claim: Claim,
  workerId: string,
  books: pg.Pool,
): Promise<Failure | undefined> {
  const run = await getRun(runId, books)
  if (run?.status !== 'running') return undefined
  const own = run.workerId === workerId
  const worker = run.workerId?.split(':').slice(0, 2).join(':') ?? 'the worker'
  const found = await runningTask(runId, books)
  return {
    cause: own ? 'connection_lost' : 'worker_lost',
    detail: own
      ? 'The connection to PostgreSQL was lost.'
      : claim.endedSilent
        ? `Worker ${worker} was silent: its right to execute runs was ended.`
        : `Worker ${worker} is gone.`,
    task: found?.task,
    lastSignAt: run.heartbeatAt ?? new Date(),
    detectedAt: claim.since,
  }
}

async function failureOf(runId: number, ended: Ended, books: pg.Pool): Promise<Failure> {
  const found = await runningTask(runId, books)
  const where = found ? ` in ${found.scope ? `${found.task} (${found.scope})` : found.task}` : ''
  return {
    cause: ended.hung ? 'hung' : ended.interrupted ? 'connection_lost' : 'killed',
    detail: ended.interrupted
      ? `The connection to PostgreSQL was lost${where}.`
      : `The process of the run ${ended.how}${where}.`,
    task: found?.task,
    lastSignAt: new Date(ended.lastSignAt),
    detectedAt: new Date(ended.at),
  }
}

async function afterwards(runId: number, status: RunStatus, home: string, books: pg.Pool): Promise<void> {
  if (status === 'failed') await pauseAfterFailures(books)
  // Whoever works next does it, when it fails here.
  await evaluateEndedRuns({ from: books }).catch((error: unknown) =>
    log.warn({ runId, err: error }, 'the alerts of a run could not be worked out yet'),
  )
  try {
    if (isFinal(status) && status !== 'failed') await removeRunFolder(home, runId)
    await pruneRunFolders(home, Date.now())
    await pruneRunLog(books)
  } catch (error) {
    log.warn({ runId, err: error }, 'the folder of a run could not be removed')
  }
}

interface Ended {
  /** `ended with code 1`, `was killed by SIGKILL` */
  how: string
  /** It was killed here because it gave no sign of life. */
  hung: boolean
  /** It ended by itself because PostgreSQL went away. */
  interrupted: boolean
  lines: string[]
  peakRssKb: number
  /** Milliseconds: when it was last heard of, and when its end was noticed. */
  lastSignAt: number
  at: number
}

/** One process of the run, from start to end. */
async function runProcess(
  runId: number,
  epoch: bigint,
  claim: Claim,
  options: SuperviseOptions,
  after: { lines: RunLog; failure: Failure | undefined },
): Promise<Ended> {
  const { url, home, entry, books, signal, onLine, hungMs = HUNG_MS } = options
  const inReserve = options.spare?.take()
  const child = inReserve ?? spawnRun({ entry, url, home }, [String(runId), String(epoch)])
  inReserve?.send({ type: 'go', runId, epoch: String(epoch) }, () => {})
  let reserve: NodeJS.Timeout | undefined
  let task: string | undefined
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      if (isForConsole(line)) onLine?.(line)
      after.lines.add(line, task)
      lines.push(line.slice(0, 2_000))
      if (lines.length > LAST_LINES) lines.shift()
    })
  }
  let peakRssKb = 0
  let recovered: Promise<void> | undefined
  const alive = watchSigns(child, hungMs, options.signal)
  child.on('message', (message) => {
    const parsed = fromChild.safeParse(message)
    if (!parsed.success) return
    alive.sign()
    if (parsed.data.type === 'usage') peakRssKb = parsed.data.peakRssKb
    if (parsed.data.type !== 'task') return
    task = parsed.data.task
    reserve ??= setTimeout(() => options.spare?.prepare(), SPARE_AFTER_MS)
    if (after.failure) recovered ??= recordRecovery(runId, after.failure, new Date(), books)
  })

  let asked = false
  let grace: NodeJS.Timeout | undefined
  const ask = (type: 'cancel' | 'stop') => {
    if (asked) return
    asked = true
    if (child.connected) child.send({ type }, () => {})
    grace = setTimeout(() => killGroup(child), GRACE_MS)
  }
  const onStop = () => ask('stop')
  const onLost = () => killGroup(child)
  signal.addEventListener('abort', onStop, { once: true })
  claim.lost.addEventListener('abort', onLost, { once: true })
  if (signal.aborted) onStop()
  if (claim.lost.aborted) onLost()
  const unsubscribe = subscribe((event) => {
    if (event.type === 'cancel' && event.runId === runId) ask('cancel')
  }, url)
  // Also the fallback for a cancel whose notification was missed.
  const beating = setInterval(() => {
    beat(runId, books).then(
      (cancelRequested) => cancelRequested && ask('cancel'),
      (error: unknown) => log.debug({ err: error }, 'heartbeat failed'),
    )
  }, BEAT_MS)
  try {
    const { how, interrupted } = await ending(child)
    await recovered
    const silentMs = alive.hung()
    const hung = silentMs !== undefined
    return {
      how: hung ? `gave no sign of life for ${Math.round(silentMs / 1000)} s and ${how}` : how,
      hung,
      interrupted,
      lines,
      peakRssKb,
      lastSignAt: alive.last(),
      at: Date.now(),
    }
  } finally {
    alive.stop()
    clearInterval(beating)
    clearTimeout(grace)
    clearTimeout(reserve)
    unsubscribe()
    signal.removeEventListener('abort', onStop)
    claim.lost.removeEventListener('abort', onLost)
    killGroup(child) // what it may have started itself
  }
}

/** Kills a process that gives no sign of life: stopped, swapped out or caught in a loop. */
function watchSigns(child: ChildProcess, hungMs: number, stopping: AbortSignal) {
  const stepMs = Math.min(1_000, hungMs / 4)
  let last = Date.now()
  // Reading its program on a busy machine (10 s were seen at a load of 30 on two cores) is no hang.
  let limitMs = Math.max(hungMs, START_MS)
  let looked = Date.now()
  let hung = false
  const timer = setInterval(() => {
    const now = Date.now()
    // This process itself was held up (a laptop that slept): what was sent meanwhile has yet to be read.
    if (now - looked > stepMs + 2_000) last = now
    looked = now
    if (now - last < limitMs || hung || stopping.aborted) return
    hung = true
    log.warn({ pid: child.pid, silentMs: now - last }, 'the process of the run is hung and is killed')
    killGroup(child)
  }, stepMs)
  return {
    sign: () => {
      last = Date.now()
      limitMs = hungMs
    },
    last: () => last,
    /** The milliseconds of silence after which it was killed here, if it was. */
    hung: () => (hung ? limitMs : undefined),
    stop: () => clearInterval(timer),
  }
}

function ending(child: ChildProcess): Promise<{ how: string; interrupted: boolean }> {
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ how: `could not be started: ${error.message}`, interrupted: false }),
    )
    // 'close' and not 'exit': then its last lines have been read too.
    child.once('close', (code, signal) =>
      resolve({
        how: signal
          ? `was killed by ${signal}`
          : code === EXIT.interrupted
            ? 'was interrupted'
            : `ended with code ${code}`,
        interrupted: code === EXIT.interrupted,
      }),
    )
  })
}

async function diedError(
  runId: number,
  { how, lines, hung }: Ended,
  deaths: number,
  books: pg.Pool,
): Promise<StoredError> {
  const found = await runningTask(runId, books)
  const where = found ? ` in ${found.task}` : ''
  const error = new InternalError(
    'run_process_died',
    `The process of the run ${how}${where}, ${deaths} times in a row.`,
    {
      whatToDo: hung
        ? 'It stood still each time: look at the disk, the memory and the last lines it logged, then run again.'
        : how.includes('SIGKILL')
          ? 'Most likely the machine ran out of memory: give it more or load fewer files at once, then run again.'
          : 'See the last lines it logged below, mend what they name and run again.',
      context: { how, deaths },
    },
  )
  return { ...toJson(error), ...found, lastLines: lines }
}

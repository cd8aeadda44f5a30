import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { evaluateEndedRuns } from '@/lib/alerts/evaluate-runs'
import { InternalError, toJson } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { subscribe } from '@/lib/pipeline/events'
import { isFinal, type RunStatus, type StoredError } from '@/lib/pipeline/states'
import { EXIT, fromChild } from './child'
import type { Claim } from './claim'
import { pruneRunFolders, removeRunFolder } from './run-folder'
import { addLastLines, beat, endRun, getRun, requeueRun, startRun } from './run-store'
import { runningTask, succeededTasks } from './task-store'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Deaths of the run's process in a row, without a task completed in between, before the run fails. */
const MAX_DEATHS = 3
/** How long a process that was asked to stop or cancel may take before it is killed. */
const GRACE_MS = 8_000
const BEAT_MS = 2_000
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
}

export interface Supervised {
  status: RunStatus
  /** Peak resident memory of the run's process, the largest if it had to be restarted; null when unknown. */
  peakRssMb: number | null
}

/**
 * Executes one run under a claim, in a process of its own, and restarts that process when it dies.
 * @throws the claim's reason when the claim was lost; the process is killed then
 */
export async function superviseRun(
  runId: number,
  claim: Claim,
  options: SuperviseOptions,
): Promise<Supervised> {
  const { books, workerId, home, signal } = options
  let deaths = 0
  let completed = -1
  let peakRssKb = 0
  const result = (status: RunStatus): Supervised => ({
    status,
    peakRssMb: peakRssKb > 0 ? Math.round(peakRssKb / 1024) : null,
  })
  for (;;) {
    const epoch = await claim.nextEpoch(runId)
    if (await startRun(runId, epoch, workerId, books)) {
      const ended = await runProcess(runId, epoch, claim, options)
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
          log.warn({ runId, how: ended.how, deaths }, 'the process of the run died, resuming')
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
    return result(status)
  }
}

async function afterwards(runId: number, status: RunStatus, home: string, books: pg.Pool): Promise<void> {
  // Whoever works next does it, when it fails here.
  await evaluateEndedRuns({ from: books }).catch((error: unknown) =>
    log.warn({ runId, err: error }, 'the alerts of a run could not be worked out yet'),
  )
  try {
    if (isFinal(status) && status !== 'failed') await removeRunFolder(home, runId)
    await pruneRunFolders(home, Date.now())
  } catch (error) {
    log.warn({ runId, err: error }, 'the folder of a run could not be removed')
  }
}

interface Ended {
  /** `ended with code 1`, `was killed by SIGKILL` */
  how: string
  lines: string[]
  peakRssKb: number
}

/** One process of the run, from start to end. */
async function runProcess(
  runId: number,
  epoch: bigint,
  claim: Claim,
  options: SuperviseOptions,
): Promise<Ended> {
  const { url, home, entry, books, signal, onLine } = options
  // A process group of its own: Ctrl-C in a terminal must reach only the supervisor, and a kill all of it.
  const child = spawn(process.execPath, ['--import', 'tsx', entry, String(runId), String(epoch)], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url, STOREROOM_HOME: home },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      onLine?.(line)
      lines.push(line.slice(0, 2_000))
      if (lines.length > LAST_LINES) lines.shift()
    })
  }
  let peakRssKb = 0
  child.on('message', (message) => {
    const parsed = fromChild.safeParse(message)
    if (parsed.success) peakRssKb = parsed.data.peakRssKb
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
    const how = await ending(child)
    return { how, lines, peakRssKb }
  } finally {
    clearInterval(beating)
    clearTimeout(grace)
    unsubscribe()
    signal.removeEventListener('abort', onStop)
    claim.lost.removeEventListener('abort', onLost)
    killGroup(child) // what it may have started itself
  }
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    // 'close' and not 'exit': then its last lines have been read too.
    child.once('close', (code, signal) =>
      resolve(
        signal
          ? `was killed by ${signal}`
          : code === EXIT.interrupted
            ? 'was interrupted'
            : `ended with code ${code}`,
      ),
    )
  })
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}

async function diedError(
  runId: number,
  { how, lines }: Ended,
  deaths: number,
  books: pg.Pool,
): Promise<StoredError> {
  const task = await runningTask(runId, books)
  const where = task ? ` in ${task}` : ''
  const error = new InternalError(
    'run_process_died',
    `The process of the run ${how}${where}, ${deaths} times in a row.`,
    {
      whatToDo: how.includes('SIGKILL')
        ? 'Most likely the machine ran out of memory: give it more or load fewer files at once, then run again.'
        : 'See the last lines it logged below, mend what they name and run again.',
      context: { how, deaths },
    },
  )
  return { ...toJson(error), ...(task ? { task } : {}), lastLines: lines }
}

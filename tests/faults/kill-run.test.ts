import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dag } from '@/jobs/dag'
import { RUN_ENTRY, work } from '@/jobs/orchestrate/work'
import { closePool } from '@/lib/db/pool'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { subscribe } from '@/lib/pipeline/events'
import { readRun } from '@/lib/pipeline/read-run'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

// The real tasks on the sample. Both warehouses read the archive of a first run, so that files
// without a date in their names have the same recorded arrival.
const SAMPLE = fileURLToPath(new URL('../../seed/sample', import.meta.url))
const homes: string[] = []
const databases: TestDatabase[] = []

async function warehouse(): Promise<{ db: TestDatabase; home: string }> {
  const db = await testDatabase()
  const home = mkdtempSync(join(tmpdir(), 'storeroom-home-'))
  databases.push(db)
  homes.push(home)
  process.env.DATABASE_URL = db.url
  await closePool()
  return { db, home }
}

async function run(home: string, url: string, inboxDir: string) {
  const { runId } = await enqueueRun({ trigger: 'cli', inboxDir })
  await work({ url, home, signal: new AbortController().signal })
  return readRun(runId)
}

let archive: string
let rows: unknown
let undisturbed: Awaited<ReturnType<typeof warehouseContent>>
beforeAll(async () => {
  const { db, home } = await warehouse()
  const ended = await run(home, db.url, SAMPLE)
  expect(ended).toMatchObject({ status: 'published', version: 1 })
  rows = ended?.rows
  archive = join(home, 'archive')
  undisturbed = await warehouseContent(db.pool)
})
afterAll(async () => {
  await closePool()
  for (const db of databases) await db.close()
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

test('a run killed once in every task ends in the same warehouse as an undisturbed one', async () => {
  const { db, home } = await warehouse()
  const { runId } = await enqueueRun({ trigger: 'cli', inboxDir: archive })
  const killedIn: string[] = []
  const completed = new Set<string>()
  const repeated: string[] = []
  const unsubscribe = subscribe((event) => {
    if (event.type !== 'task' || event.scope) return
    if (event.status === 'succeeded') completed.add(event.task)
    if (event.status !== 'running') return
    if (completed.has(event.task) && event.rowsDone == null) repeated.push(event.task)
    if (killedIn.includes(event.task)) return
    killedIn.push(event.task)
    // Some at their very start, the longer ones in the middle.
    void kill(runId, ['validate', 'conform', 'load', 'merge'].includes(event.task) ? 40 : 0)
  }, db.url)
  await work({ url: db.url, home, signal: new AbortController().signal })
  unsubscribe()

  const ended = await readRun(runId)
  expect(ended).toMatchObject({ status: 'published', version: 1, rows })
  expect(killedIn).toEqual([...TASK_NAMES])
  // Only the tasks of the publishing transaction, which died with it, start again once they were done.
  expect(repeated.filter((task) => !dag.some((d) => d.task === task && d.group))).toEqual([])
  expect(await warehouseContent(db.pool)).toEqual(undisturbed)
})

/** Kills the run's process as the system does when memory runs out. */
async function kill(runId: number, delayMs: number): Promise<void> {
  await sleep(delayMs)
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  for (const line of all.split('\n')) {
    const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (Number(ppid) === process.pid && args?.includes(`${RUN_ENTRY} ${runId} `))
      process.kill(Number(pid), 'SIGKILL')
  }
}

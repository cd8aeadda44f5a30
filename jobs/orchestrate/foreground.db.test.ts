import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { readRun } from '@/lib/pipeline/read-run'
import { FAKE_RUN } from '@/tests/helpers/fake-run-entry'
import { type Orchestration, orchestration, until } from '@/tests/helpers/orchestration'
import { foregroundRun } from './foreground'

let o: Orchestration
let lines: string[]
beforeEach(async () => {
  o = await orchestration()
  lines = []
})
afterEach(async () => {
  await o.close()
})

const foreground = () =>
  foregroundRun({
    url: o.db.url,
    home: o.home,
    inboxDir: '/inbox',
    entry: FAKE_RUN,
    say: (line) => lines.push(line),
  })

test('a run in the foreground reports each task once and ends in the documented JSON', async () => {
  const { json, interrupted } = await foreground()
  expect(interrupted).toBe(false)
  expect(json).toEqual({
    run: 1,
    status: 'published',
    version: 1,
    files: 0,
    rows: { read: 0, loaded: 0, unchanged: 0, superseded: 0, quarantined: 0 },
    checks: { passed: 0, warned: 0, failed: 0 },
    seconds: expect.any(Number),
    released: 0,
    rejected: [],
    peakMemoryMb: expect.any(Number),
  })
  const tasks = lines.filter((line) => line.startsWith('  ✓')).map((line) => line.split(/\s+/)[2])
  expect(tasks).toEqual(['discover', 'load', 'merge', 'publish'])
  expect(lines.find((line) => line.includes('discover'))).toMatch(/2 rows\s+\d+\.\d s {2}2 files$/)
})

test('it says that it waits while another process executes a run, and then takes its turn', async () => {
  o.set('hold-load')
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: '/other' })
  const other = o.work()
  await until(() => o.trace(runId).length === 2, 'the other run executes')
  const mine = foreground()
  await until(() => lines.includes(`  waiting: run ${runId} is executing`), 'it says that it waits')
  o.clear('hold-load')
  expect((await mine).json).toMatchObject({ run: runId + 1, status: 'published', version: 2 })
  await other
})

test('a failed run says what to do and reports the error', async () => {
  o.set('fail-load')
  const { json } = await foreground()
  expect(json).toMatchObject({ status: 'failed', error: { task: 'load', whatToDo: 'Export it again.' } })
  expect(lines.at(-1)).toBe('✗ orders.csv is empty.\n  What to do: Export it again.')
})

test('Ctrl-C cancels the run', async () => {
  o.set('hold-load')
  const mine = foreground()
  await until(() => o.trace(1).length === 2, 'load runs')
  process.emit('SIGINT')
  const { json, interrupted } = await mine
  expect(interrupted).toBe(true)
  expect(json.status).toBe('cancelled')
  expect((await readRun(1))?.status).toBe('cancelled')
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Orchestration,
  orchestration,
  type Program,
  program,
  until,
} from '@/tests/helpers/orchestration'
import { claim } from './claim'

let o: Orchestration
let programs: Program[]
const holder = (): Program => {
  const started = program('tests/helpers/claim-holder.ts', [], { DATABASE_URL: o.db.url })
  programs.push(started)
  return started
}
const holds = (p: Program) => p.lines.some((line) => line.startsWith('held'))

beforeEach(async () => {
  o = await orchestration()
  programs = []
})
afterEach(async () => {
  for (const p of programs) p.kill('SIGKILL')
  await o.close()
})

test('of two processes one holds the claim, and the other takes over when it is killed', async () => {
  const all = [holder(), holder()]
  await until(() => all.some(holds), 'one process holds the claim')
  const [first, second] = holds(all[0] as Program) ? all : [...all].reverse()
  if (!first || !second) throw new Error('no process')
  await until(async () => (await waiting()) === 1, 'the other one waits')
  expect(holds(second)).toBe(false)

  const killed = performance.now()
  first.kill('SIGKILL')
  await until(() => holds(second), 'the other one holds the claim')
  expect(performance.now() - killed).toBeLessThan(2_000)
  expect(second.lines).toContain('held 2')
})

test('a holder that hangs loses the claim to one that waits', async () => {
  const hung = holder()
  await until(() => holds(hung), 'the first holds the claim')
  hung.kill('SIGSTOP')
  const next = await claim({ url: o.db.url, holder: 'next', silentMs: 600 })
  expect(await next.nextEpoch(1)).toBe(2n)
  await next.release()
  hung.kill('SIGCONT')
  await until(() => hung.lines.includes('lost'), 'the hung process notices')
})

test('whoever waits for the claim can stop waiting', async () => {
  const first = await claim({ url: o.db.url, holder: 'first' })
  const stop = new AbortController()
  const second = claim({ url: o.db.url, holder: 'second', signal: stop.signal })
  await until(async () => (await waiting()) === 1, 'the second waits')
  stop.abort()
  await expect(second).rejects.toMatchObject({ code: 'claim_cancelled' })
  await first.release()
  await (await claim({ url: o.db.url, holder: 'third' })).release()
})

async function waiting(): Promise<number> {
  const found = await o.db.pool.query(
    `select 1 from pg_locks where locktype = 'advisory' and not granted
     and database = (select oid from pg_database where datname = current_database())`,
  )
  return found.rowCount ?? 0
}

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ContractError, ServiceError } from '@/lib/core/errors'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { guarded } from './guarded'
import { listBreakers } from './list-breakers'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
})
beforeEach(() => db.pool.query('delete from pipeline.circuit_breakers'))
afterAll(async () => {
  await closePool()
  await db.close()
})

const down = async () => {
  throw new ServiceError('refused', 'connection refused')
}
const fail = (options = {}) =>
  guarded('smtp', down, { failuresToOpen: 3, halfOpenAfterMs: 300, ...options }).catch((e: unknown) => e)

describe('guarded', () => {
  it('answers and lists a closed breaker', async () => {
    expect(await guarded('smtp', async () => 'sent')).toBe('sent')
    expect(await listBreakers()).toMatchObject([
      { name: 'smtp', state: 'closed', failures: 0, openedAt: null },
    ])
  })

  it('writes nothing while all goes well', async () => {
    await guarded('smtp', async () => 1)
    const [before] = await listBreakers()
    await guarded('smtp', async () => 1)
    expect(await listBreakers()).toEqual([before])
  })

  it('opens after failures in a row, asks no more, then tries once and closes', async () => {
    for (let i = 0; i < 3; i++) expect(await fail()).toMatchObject({ code: 'refused' })
    expect(await listBreakers()).toMatchObject([
      { state: 'open', failures: 3, lastError: 'connection refused', openedAt: expect.any(Date) },
    ])
    let asked = 0
    const ask = () => guarded('smtp', async () => ++asked, { failuresToOpen: 3, halfOpenAfterMs: 300 })
    await expect(ask()).rejects.toMatchObject({ name: 'CircuitOpenError', code: 'circuit_open' })
    expect(asked).toBe(0)
    await sleep(320)
    expect(await ask()).toBe(1)
    expect(await listBreakers()).toMatchObject([{ state: 'closed', failures: 0, openedAt: null }])
  })

  it('a trial that fails keeps it open for another while', async () => {
    for (let i = 0; i < 3; i++) await fail()
    await sleep(320)
    expect(await fail()).toMatchObject({ code: 'refused' })
    expect(await fail()).toMatchObject({ code: 'circuit_open' })
  })

  it('only one of several callers tries whether it is back', async () => {
    for (let i = 0; i < 3; i++) await fail()
    await sleep(320)
    let asked = 0
    const slow = () =>
      guarded(
        'smtp',
        async () => {
          asked++
          await sleep(150)
        },
        { failuresToOpen: 3, halfOpenAfterMs: 300 },
      ).catch((e: unknown) => e)
    const first = slow()
    await sleep(60)
    expect(await slow()).toMatchObject({ code: 'circuit_open' })
    await first
    expect(asked).toBe(1)
  })

  it('a timeout aborts the work and says so', async () => {
    let aborted = false
    const hung = guarded(
      'webhook:1',
      (signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true
            reject(new Error('aborted'))
          }),
        ),
      { timeoutMs: 40 },
    )
    await expect(hung).rejects.toMatchObject({ name: 'TimeoutError', code: 'timeout' })
    expect(aborted).toBe(true)
  })

  it('tries again with a delay, as often as it may', async () => {
    let asked = 0
    const answer = await guarded(
      'smtp',
      async () => {
        asked++
        if (asked < 3) throw new ServiceError('busy', 'busy')
        return 'sent'
      },
      { attempts: 3 },
    )
    expect([answer, asked]).toEqual(['sent', 3])
    expect(await listBreakers()).toMatchObject([{ state: 'closed', failures: 0, lastError: 'busy' }])
  })

  it('neither retries nor counts a mistake of the caller, nor a cancel', async () => {
    let asked = 0
    const wrong = guarded(
      'smtp',
      async () => {
        asked++
        throw new ContractError('bad_address', 'no address')
      },
      { attempts: 3 },
    )
    await expect(wrong).rejects.toMatchObject({ code: 'bad_address' })
    const stop = new AbortController()
    const cancelled = guarded('smtp', () => sleep(5_000), { signal: stop.signal })
    setTimeout(() => stop.abort(), 30)
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toBe(1)
    expect(await listBreakers()).toMatchObject([{ state: 'closed', failures: 0 }])
  })
})

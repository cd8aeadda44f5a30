import { describe, expect, test, vi } from 'vitest'
import type { Child } from './children'
import { keepRunning } from './keep-running'

/** Children that end when told to. */
function fakes() {
  const ends: ((how: string) => void)[] = []
  const stopped: number[] = []
  const start = vi.fn((): Child => {
    const number = ends.length
    const exited = new Promise<string>((done) => ends.push(done))
    const stop = async () => {
      stopped.push(number)
      ends[number]?.('ended by SIGTERM')
    }
    return { name: 'worker', logFile: 'worker.log', pid: 1, exited, running: () => true, stop }
  })
  return { start, stopped, end: (number: number) => ends[number]?.('ended with code 1') }
}

describe('a process that is kept running', () => {
  test('is started again when it ends, and that is said', async () => {
    const { start, end } = fakes()
    const said: string[] = []
    keepRunning(start, { say: (text) => said.push(text), pauseMs: 0 })
    end(0)
    await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2))
    expect(said).toEqual(['! The worker process ended with code 1 and is started again; see worker.log'])
  })

  test('is given up when it ends again and again, with how it ended', async () => {
    const { start, end } = fakes()
    const kept = keepRunning(start, { say: () => {}, restarts: 2, pauseMs: 0, clock: () => 0 })
    for (const number of [0, 1, 2]) {
      await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(number + 1))
      end(number)
    }
    expect(await kept.gaveUp).toBe('ended with code 1')
    expect(start).toHaveBeenCalledTimes(3)
  })

  test('may end as often as it likes when that is rare', async () => {
    const { start, end } = fakes()
    let now = 0
    keepRunning(start, { say: () => {}, restarts: 1, withinMs: 60_000, pauseMs: 0, clock: () => now })
    for (let number = 0; number < 5; number++) {
      await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(number + 1))
      now += 61_000
      end(number)
    }
    await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(6))
  })

  test('is not started again after it was stopped', async () => {
    const { start, stopped } = fakes()
    const kept = keepRunning(start, { say: () => {}, pauseMs: 0 })
    await kept.stop()
    await Promise.resolve()
    expect(stopped).toEqual([0])
    expect(start).toHaveBeenCalledTimes(1)
  })
})

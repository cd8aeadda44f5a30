import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { freePort } from '@/scripts/lib/ports'
import { leftOver, processesOf, StartedApp } from '../helpers/started-app'

let home: string
let port: number
let app: StartedApp | undefined

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'storeroom-start-'))
  chmodSync(home, 0o711)
  port = await freePort()
})
afterEach(async () => {
  app?.kill('SIGTERM')
  await app?.exited
  rmSync(home, { recursive: true, force: true })
})

function start(env: Record<string, string> = {}, through: 'npm' | 'node' = 'node'): StartedApp {
  app = new StartedApp({ PORT: String(port), STOREROOM_HOME: home, ...env }, through)
  return app
}

describe('a start that works', () => {
  test('serves, shows the sign-in once, and SIGTERM leaves no process behind', async () => {
    const first = start({}, 'npm')
    await first.says(/is running at/)
    const health = await fetch(`http://127.0.0.1:${port}/api/health`)
    // Nothing is loaded without demo data, and health says so.
    expect(health.status).toBe(503)
    expect(await health.json()).toMatchObject({ status: 'empty', database: 'up' })
    expect(first.output).toMatch(/with the password \S+/)
    expect(processesOf(home).length).toBeGreaterThan(2)
    first.kill('SIGTERM')
    expect(await first.exited).toBe(143)
    expect(await leftOver(home)).toEqual([])

    const second = start()
    await second.says(/is running at/, 30_000)
    expect(second.output).not.toMatch(/Building|Installing|Generating|with the password/)
    expect(second.output).toMatch(/up to date/)
    second.kill('SIGINT')
    expect(await second.exited).toBe(130)
    expect(await leftOver(home)).toEqual([])
  })

  test('takes over the database that a killed start left behind, and stops it in the end', async () => {
    const killed = start()
    await killed.says(/is running at/)
    killed.kill('SIGKILL')
    await killed.exited
    const next = start({ PORT: String(await freePort()) })
    await next.says(/is running at/)
    expect(next.output).toMatch(/it was running already/)
    next.kill('SIGTERM')
    await next.exited
    expect(await leftOver(home)).toEqual([])
  })

  test('ends when npm is killed, which takes no child with it', async () => {
    const started = start({}, 'npm')
    await started.says(/is running at/)
    started.kill('SIGKILL')
    expect(await leftOver(home)).toEqual([])
  })

  test('starts a worker again that was killed', async () => {
    const running = start()
    await running.says(/is running at/)
    const worker = processesOf(home).find((line) => line.includes('jobs/worker.ts'))
    process.kill(Number(worker?.split(' ')[0]), 'SIGKILL')
    await running.says(/The worker process ended by SIGKILL and is started again/, 10_000)
    await vi.waitFor(() => {
      const again = processesOf(home).find((line) => line.includes('jobs/worker.ts'))
      expect(again).toBeDefined()
      expect(again).not.toBe(worker)
    }, 10_000)
  })

  test('a Ctrl-C in the middle of the start leaves no process behind', async () => {
    const starting = start()
    await starting.says(/Starting the embedded PostgreSQL/)
    starting.kill('SIGINT')
    expect(await starting.exited).toBe(130)
    expect(await leftOver(home)).toEqual([])
  })
})

describe('a start that cannot work says what to do', () => {
  test('when the port is taken', async () => {
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done))
    const refused = start()
    expect(await refused.exited).toBe(1)
    expect(refused.output).toContain(`Port ${port} is used by another program`)
    expect(refused.output).toContain(`PORT=${port + 1} npm start`)
    expect(processesOf(home)).toEqual([])
    await new Promise((done) => other.close(done))
  })

  test('when Storeroom runs on the port already', async () => {
    const first = start()
    await first.says(/is running at/)
    const second = new StartedApp({ PORT: String(port), STOREROOM_HOME: home })
    expect(await second.exited).toBe(1)
    expect(second.output).toMatch(/already running at http:\/\/localhost:\d+/)
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(503)
  })

  test('when nothing listens at DATABASE_URL', async () => {
    const refused = start({ DATABASE_URL: 'postgresql://shop:very-secret@127.0.0.1:1/shop' })
    expect(await refused.exited).toBe(1)
    expect(refused.output).toMatch(/Nothing listens at 127.0.0.1:1/)
    expect(refused.output).not.toContain('very-secret')
    expect(await leftOver(home)).toEqual([])
  })

  test('when DATABASE_URL names a database that does not exist', async () => {
    const missing = new URL(inject('serverUrl'))
    missing.pathname = '/no_such_shop'
    const refused = start({ DATABASE_URL: missing.href })
    expect(await refused.exited).toBe(1)
    expect(refused.output).toMatch(/createdb no_such_shop/)
  })

  test('when a variable has a value that cannot be used', async () => {
    const refused = start({ STORE_TIMEZONE: 'Mars/Olympus', PORT: '99999' })
    expect(await refused.exited).toBe(1)
    expect(refused.output).toMatch(/PORT got "99999"; it takes a TCP port from 1 to 65535/)
    expect(refused.output).toMatch(/STORE_TIMEZONE got "Mars\/Olympus"; it takes an IANA time zone/)
  })

  test('when the home folder cannot be made', async () => {
    const refused = start({ STOREROOM_HOME: '/dev/null/storeroom' })
    expect(await refused.exited).toBe(1)
    expect(refused.output).toMatch(/cannot be written[\s\S]*STOREROOM_HOME/)
  })
})

import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive, processMark, withFileLock } from './file-lock'
import { embeddedPostgres } from './postgres-server'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'storeroom-server-'))
  chmodSync(home, 0o711)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const start = () => embeddedPostgres({ home, throwAway: true })

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  return client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => false,
    )
}

test('data outlives a stop, and the password stays with its owner', async () => {
  const first = await start()
  const client = new pg.Client({ connectionString: first.url })
  await client.connect()
  await client.query('create table kept as select 42 as answer')
  await client.end()
  await first.release()
  expect(await answers(first.url)).toBe(false)

  const second = await start()
  const again = new pg.Client({ connectionString: second.url })
  await again.connect()
  expect((await again.query('select answer from kept')).rows).toEqual([{ answer: 42 }])
  await again.end()
  await second.release()
  expect(statSync(join(home, 'postgres', 'password')).mode & 0o077).toBe(0)
})

test('it listens on this machine only and refuses a wrong password', async () => {
  const server = await start()
  const wrong = new URL(server.url)
  wrong.password = 'wrong'
  expect(await answers(wrong.href)).toBe(false)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  expect((await client.query('show listen_addresses')).rows[0]).toEqual({ listen_addresses: '127.0.0.1' })
  await client.end()
  await server.release()
})

test('another living user keeps the server running; a dead one does not', async () => {
  const server = await start()
  const other = spawn('sleep', ['60'])
  const mark = join(home, 'postgres', 'users', processMark(other.pid ?? 0) ?? '')
  writeFileSync(mark, '')
  await server.release()
  expect(await answers(server.url)).toBe(true)

  other.kill('SIGKILL')
  await new Promise((done) => other.once('exit', done))
  const again = await start()
  expect(again.started).toBe(false)
  await again.release()
  expect(await answers(server.url)).toBe(false)
})

test('two that start it at once get the same server', async () => {
  const [a, b] = await Promise.all([start(), start()])
  expect(a.url).toBe(b.url)
  expect([a.started, b.started].sort()).toEqual([false, true])
  await a.release()
  await b.release()
})

test('a lock whose holder died is taken over', async () => {
  const holder = spawn('true')
  await new Promise((done) => holder.once('exit', done))
  const folder = join(home, 'lock')
  await withFileLock(folder, async () => {
    writeFileSync(join(folder, 'owner'), `${holder.pid}-1`)
    expect(isAlive(`${holder.pid}-1`)).toBe(false)
    expect(await withFileLock(folder, async () => 'mine')).toBe('mine')
  })
})

import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addChannel } from '@/lib/alerts/channels/save-channel'
import { listAlerts } from '@/lib/alerts/list-alerts'
import { changeRule } from '@/lib/alerts/rules/save-rule'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { readRun } from '@/lib/pipeline/read-run'
import {
  type Orchestration,
  orchestration,
  type Program,
  program,
  until,
} from '@/tests/helpers/orchestration'
import { type SmtpReceiver, smtpReceiver } from '@/tests/helpers/receivers'

let o: Orchestration
let smtp: SmtpReceiver
let workers: Program[]
beforeEach(async () => {
  o = await orchestration()
  smtp = await smtpReceiver()
  workers = []
  const { id } = await addChannel({ kind: 'email', name: 'Team', to: ['team@shop.example'] })
  await changeRule(1, { channelIds: [id], quietMinutes: 0 }) // Run failed
})
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await smtp.stop()
  await o.close()
})

async function worker(): Promise<Program> {
  const started = program('tests/helpers/fake-worker.ts', [], {
    DATABASE_URL: o.db.url,
    STOREROOM_HOME: o.home,
    REDIS_URL: 'redis://127.0.0.1:1',
    SMTP_URL: smtp.url,
    PIPELINE_CRON: '0 0 1 1 *',
    LOG_LEVEL: 'info',
  })
  workers.push(started)
  await until(
    () => started.lines.some((line) => line.includes('worker ready')),
    'the worker is ready',
    60_000,
  )
  return started
}

/** One run from the queue to its end. */
async function run(): Promise<string> {
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  let status = ''
  await until(
    async () => {
      status = (await readRun(runId))?.status ?? ''
      return ['published', 'failed'].includes(status)
    },
    'the run has ended',
    60_000,
  )
  return status
}

const subjects = () => smtp.mails.map((mail) => mail.header('Subject')).sort()
const sent = async () => {
  const { rows } = await o.db.pool.query<{ n: string }>(
    `select count(*) as n from pipeline.alert_deliveries where status = 'sent'`,
  )
  return Number(rows[0]?.n)
}
const pendingWithError = async () => {
  const { items } = await listAlerts()
  return items
    .flatMap(({ deliveries }) => deliveries)
    .some(({ status, error }) => status === 'pending' && error)
}

test('with the mail server away runs publish as always, and the messages go out once when it is back', async () => {
  await smtp.stop()
  await Promise.all([worker(), worker()])
  o.set('fail-load')
  expect(await run()).toBe('failed')
  o.clear('fail-load')
  await until(pendingWithError, 'the message was tried in vain', 60_000)
  const started = performance.now()
  expect(await run()).toBe('published')
  const seconds = (performance.now() - started) / 1000
  await until(
    async () => (await listAlerts({ state: 'open' })).total === 0,
    'the alert has recovered',
    60_000,
  )

  await smtp.start()
  const back = performance.now()
  await until(async () => (await sent()) === 2, 'both messages were sent', 60_000)
  const late = (performance.now() - back) / 1000
  expect(subjects()).toEqual([
    '[Storeroom] Recovered: Run 1 failed in load',
    '[Storeroom] Run 1 failed in load',
  ])
  console.log(
    `mail server away: next run published in ${seconds.toFixed(1)} s, messages ${late.toFixed(1)} s after it was back`,
  )
})

/** Takes connections on the port of the mail server and says nothing. */
async function hangingServer(): Promise<{ server: Server; connected: Promise<void> }> {
  await smtp.stop()
  const server = createServer()
  const connected = new Promise<void>((resolve) => server.once('connection', () => resolve()))
  await new Promise<void>((ready) => server.listen(Number(new URL(smtp.url).port), '127.0.0.1', ready))
  return { server, connected }
}

test('a worker killed between raising and sending: another one sends the message, once', async () => {
  const { server, connected } = await hangingServer()
  const sockets: { destroy(): void }[] = []
  server.on('connection', (socket) => sockets.push(socket))
  const busy = await worker()
  o.set('fail-load')
  expect(await run()).toBe('failed')
  await connected
  await worker()
  busy.kill('SIGKILL')
  const killed = performance.now()
  for (const socket of sockets) socket.destroy()
  await new Promise((closed) => server.close(closed))
  await smtp.start()
  await until(async () => (await sent()) === 1, 'the other worker has sent it', 60_000)
  console.log(
    `worker killed before sending: message ${((performance.now() - killed) / 1000).toFixed(1)} s later`,
  )
  expect(subjects()).toEqual(['[Storeroom] Run 1 failed in load'])
})

test('a worker killed between sending and noting it: it comes again with the same Message-ID', async () => {
  let taken: () => void = () => {}
  const first = new Promise<void>((resolve) => {
    taken = resolve
  })
  smtp.onMail(() => {
    taken()
    return smtp.mails.length === 1 ? new Promise(() => {}) : Promise.resolve()
  })
  const busy = await worker()
  o.set('fail-load')
  expect(await run()).toBe('failed')
  await first
  await worker()
  busy.kill('SIGKILL')
  await until(async () => (await sent()) === 1, 'the other worker has sent it', 60_000)
  expect(smtp.mails).toHaveLength(2)
  expect(new Set(smtp.mails.map((mail) => mail.header('Message-ID'))).size).toBe(1)
})

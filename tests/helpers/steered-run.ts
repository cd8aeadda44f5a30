import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { TaskContext, TaskName } from '@/jobs/context'
import { dag } from '@/jobs/dag'
import { openSession } from '@/jobs/duckdb/session'
import { runChild } from '@/jobs/orchestrate/child'
import { parseEnv } from '@/lib/core/env'

// A run's process with the real tasks that can be held at a chosen place: the file `stop-at` in
// STOREROOM_HOME names it (see StopPoint in steered-scene.ts), `stopped` is written with the pid
// once a process is there, and it goes on when `stop-at` is gone. Only the first process to come
// there stops. Each start of a task adds a line to `trace`.
const { home } = parseEnv()
const file = (name: string) => join(home, name)

function isHere(point: string): boolean {
  if (!existsSync(file('stop-at')) || readFileSync(file('stop-at'), 'utf8') !== point) return false
  try {
    writeFileSync(file('stopped'), String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false // another process was here before
  }
}

async function stop(point: string): Promise<void> {
  if (isHere(point)) while (existsSync(file('stop-at'))) await sleep(10)
}

/** Which COPY of facts is held: in the sample, one with partitions finished before it and others to come. */
const MIDDLE = 5
let copies = 0

/** Holds the COPY in the middle of load after its rows were sent and before it is ended. */
function holdCopy(client: pg.Client): pg.Client {
  return withQuery(client, (query, first) => {
    const answer = query()
    if (first instanceof Writable && ++copies === MIDDLE) {
      const end = first._final.bind(first)
      first._final = (done) => void stop('in load').then(() => end(done))
    }
    return answer
  })
}

/** The process stops itself when COMMIT is sent and the answer has not come. */
function holdCommit(client: pg.Client): pg.Client {
  return withQuery(client, (query, first) => {
    const answer = query()
    if (first === 'commit' && isHere('in the commit')) process.kill(process.pid, 'SIGSTOP')
    return answer
  })
}

function withQuery(client: pg.Client, around: (query: () => unknown, first: unknown) => unknown): pg.Client {
  const original = client.query.bind(client) as (...args: unknown[]) => unknown
  const patched = (...args: unknown[]) => around(() => original(...args), args[0])
  return Object.assign(client, { query: patched })
}

function steered(task: TaskName, ctx: TaskContext): TaskContext {
  if (task === 'load')
    return Object.create(ctx, { connect: { value: async () => holdCopy(await ctx.connect()) } })
  if (task === 'publish') holdCommit(ctx.tx)
  return ctx
}

await runChild(
  dag.map((definition) => ({
    ...definition,
    load: async () => {
      const work = await definition.load()
      return async (ctx: TaskContext) => {
        const { task } = definition
        appendFileSync(file('trace'), `${ctx.run.id} ${task} ${process.pid} ${Date.now()}\n`)
        await stop(`before ${task}`)
        const result = await work(steered(task, ctx))
        await stop(`after ${task}`)
        return result
      }
    },
  })),
  async (folder) => {
    const duck = await openSession(folder)
    const close = async () => {
      await stop('after the commit')
      await duck.close()
    }
    return { ...duck, close }
  },
)

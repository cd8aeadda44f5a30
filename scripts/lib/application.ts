import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Env } from '@/lib/core/env'
import { StartError } from '@/lib/core/errors'
import { applyMigrations } from '@/lib/db/migrate'
import { enableSlowStatements } from '@/lib/db/slow-statements'
import { ensureBuild, isBuilt, nextCommand } from './build'
import { lastLines, startNode } from './children'
import { hasFiles, loadDemo, runPipeline } from './demo'
import { type Kept, keepRunning } from './keep-running'
import { embeddedPostgres } from './postgres-server'
import { startRedis } from './redis-server'
import { type Steps, seconds } from './steps'

/** What is running and in which order it is stopped: the last started goes first. */
export class Started {
  readonly #stops: { name: string; stop: () => Promise<void> }[] = []
  #stopped = false

  /** What is added when everything was stopped already is stopped at once. */
  add(name: string, stop: () => Promise<void>): void {
    if (this.#stopped) void stop()
    else this.#stops.push({ name, stop })
  }

  /** Stops everything; what fails is reported and the rest still stopped. */
  async stopAll(say: (text: string) => void): Promise<void> {
    this.#stopped = true
    for (const { name, stop } of this.#stops.splice(0).reverse()) {
      const began = performance.now()
      await stop().then(
        () => say(`✓ ${name} stopped (${seconds(began)})`),
        (error: unknown) => say(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`),
      )
    }
  }
}

/** Database and cache, up and migrated; their addresses are also put into process.env. */
export async function startStores(env: Env, steps: Steps, started: Started): Promise<string> {
  const url = env.databaseUrl ?? (await startEmbedded(env, steps, started))
  process.env.DATABASE_URL = url
  await steps.step(
    'Migrating the database',
    () => applyMigrations(url),
    (done) => (done.length > 0 ? done.join(', ') : 'up to date'),
  )
  await enableSlowStatements()
  if (env.redisUrl) {
    steps.say('✓ Redis: the one of REDIS_URL')
    return url
  }
  const redis = await steps.step(
    'Starting Redis',
    () => startRedis(env.home),
    (made) => (made ? made.program : 'none on this machine, so answers are cached inside the web server'),
  )
  if (redis) {
    started.add('Redis', redis.stop)
    process.env.REDIS_URL = redis.url
  }
  return url
}

async function startEmbedded(env: Env, steps: Steps, started: Started): Promise<string> {
  const server = await steps.step(
    'Starting the embedded PostgreSQL',
    () => embeddedPostgres({ home: env.home, note: steps.note }),
    (made) => `${made.started ? '' : 'it was running already, '}127.0.0.1:${made.port}`,
  )
  started.add('PostgreSQL', server.release)
  return server.url
}

/** The first load: demo data into an empty warehouse, unless files wait or it is not wanted. */
export async function firstLoad(env: Env, url: string, steps: Steps, signal: AbortSignal): Promise<void> {
  if (await isLoaded(url)) return
  try {
    if (hasFiles(env.inboxDir)) {
      await steps.step(
        `Loading the files in ${env.inboxDir}`,
        () => runPipeline(env.inboxDir, env, url, signal),
        String,
      )
    } else if (env.demo) {
      await steps.step('Generating and loading demo data', () => loadDemo(env, url, signal), String)
    } else {
      steps.say(`• The warehouse is empty: put CSV files into ${env.inboxDir} and press Run pipeline.`)
    }
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof StartError)) throw error
    steps.say(`${error.message}\n  What to do: ${error.whatToDo ?? ''}`)
  }
}

async function isLoaded(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query('select 1 from pipeline.warehouse_version limit 1')).rowCount === 1
  } finally {
    await client.end()
  }
}

/** The production build, made when the sources have changed since the last one. */
export async function build(env: Env, steps: Steps, signal: AbortSignal): Promise<void> {
  if (isBuilt()) return
  await steps.step('Building the pages', () => ensureBuild(join(env.home, 'logs', 'build.log'), signal))
}

/** Serves the pages on 127.0.0.1 and returns once they answer. */
export async function startWeb(env: Env, steps: Steps, started: Started): Promise<Kept> {
  return steps.step('Starting the web server', async () => {
    const start = () =>
      startNode('web', {
        args: [nextCommand(), 'start', '-H', '127.0.0.1', '-p', String(env.port)],
        env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        logFile: join(env.home, 'logs', 'web.log'),
      })
    const kept = keepRunning(start, { say: steps.say })
    started.add('Web server', () => kept.stop(5_000))
    const first = kept.child()
    for (let i = 0; i < 600 && first.running(); i++) {
      if (await answers(env.port)) return kept
      await sleep(100)
    }
    throw new StartError('web_start', `The web server does not answer:\n${lastLines(first.logFile)}`, {
      whatToDo: `See ${first.logFile}.`,
    })
  })
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    return false
  }
}

/** The process that runs the pipeline: on schedule and when somebody asks. */
export function startWorker(env: Env, steps: Steps, started: Started): Kept {
  const start = () =>
    startNode('worker', {
      args: ['--import', 'tsx', 'jobs/worker.ts'],
      env: { NODE_ENV: 'production' },
      logFile: join(env.home, 'logs', 'worker.log'),
    })
  const kept = keepRunning(start, { say: steps.say })
  started.add('Worker', () => kept.stop(20_000))
  return kept
}

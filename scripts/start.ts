import { ensureFirstAdmin } from '@/lib/auth/accounts'
import { parseEnv } from '@/lib/core/env'
import { describe } from '@/lib/core/errors'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { build, firstLoad, Started, startStores, startWeb, startWorker } from './lib/application'
import { checkBeforeStart } from './lib/checks-before-start'
import { lastLines } from './lib/children'
import { makeSteps, seconds } from './lib/steps'

/** `npm start`: from whatever state the clone is in to running dashboards. */
const began = performance.now()
const steps = makeSteps()
const started = new Started()
const stopping = new AbortController()

/** Work that ends by itself, or when `stopping` says so: build and first load. */
const underWay: Promise<unknown>[] = []

/** Stops everything once, whoever asks, and ends the process. */
let ending: Promise<void> | undefined
function end(code: number): Promise<void> {
  ending ??= (async () => {
    stopping.abort()
    await Promise.allSettled(underWay)
    await started.stopAll(steps.say)
    process.exit(code)
  })()
  return ending
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending) steps.say('\nStopping …')
    void end(signal === 'SIGINT' ? 130 : 143)
  })
}

/** npm that is killed takes no child with it: without it this start has nobody left to stop it. */
function endWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return
  const npm = process.ppid
  setInterval(() => {
    if (process.ppid !== npm) void end(143)
  }, 500).unref()
}

async function main(): Promise<void> {
  endWithNpm()
  const env = parseEnv()
  await checkBeforeStart(env)
  // The children read it from the environment, wherever they run.
  process.env.STOREROOM_HOME = env.home

  // The build takes one core and about as long as everything the database needs.
  const built = build(env, steps, stopping.signal)
  built.catch(() => {}) // reported when it is awaited, further down
  underWay.push(built)
  const url = await startStores(env, steps, started)
  underWay.push(firstLoad(env, url, steps, stopping.signal))
  await Promise.all(underWay)
  if (stopping.signal.aborted) return

  const admin = await ensureFirstAdmin()
  await Promise.all([closePrisma(), closePool()])
  if (stopping.signal.aborted) return
  const worker = startWorker(env, steps, started)
  const web = await startWeb(env, steps, started)
  if (stopping.signal.aborted) return

  steps.say(`\nStoreroom is running at http://localhost:${env.port} (${seconds(began)})`)
  if (admin.password) {
    steps.say(`  Sign in as ${admin.email} with the password ${admin.password}`)
    steps.say('  It is shown this once; a new one: npm run admin -- reset')
  } else {
    steps.say(`  Sign in as ${admin.email}; a new password: npm run admin -- reset`)
  }
  steps.say(`  Put CSV files into ${env.inboxDir}; state and logs are in ${env.home}. Ctrl-C stops it.`)

  const lost = await Promise.race([worker, web].map(async (kept) => ({ kept, how: await kept.gaveUp })))
  const { name, logFile } = lost.kept.child()
  steps.say(`✗ The ${name} process ${lost.how} again and again:\n${lastLines(logFile)}`)
  steps.say(`  What to do: see ${logFile} and start again.`)
  await end(1)
}

main().catch(async (error: unknown) => {
  if (!stopping.signal.aborted) steps.say(`\n✗ ${describe(error)}`)
  await end(1)
})

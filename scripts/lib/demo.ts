import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '@/lib/core/env'
import { StartError } from '@/lib/core/errors'
import { runScript } from './children'

/** About two years of a shop that sells some fifteen orders a day. */
const DEMO_ORDERS = 12_000

/**
 * Generates the demo shop and loads it through the pipeline, as any other files. They lie in
 * a folder of their own, so that the merchant's inbox stays the merchant's.
 * @returns one line about what was loaded
 * @throws StartError when the generator or the run failed
 */
export async function loadDemo(env: Env, url: string, signal?: AbortSignal): Promise<string> {
  const folder = join(env.home, 'demo')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const seeded = await runScript(
    ['seed/generate.ts', '--orders', String(DEMO_ORDERS), '--end', 'today', '--out', folder],
    {
      signal,
    },
  )
  if (seeded.code !== 0) throw failure('The demo data could not be generated', seeded.stderr)
  const loaded = await runPipeline(folder, env, url, signal)
  rmSync(folder, { recursive: true, force: true })
  return loaded
}

/**
 * One run of the pipeline on a folder, in a process of its own.
 * @returns one line about what it did
 * @throws StartError with what the run said when it published nothing
 */
export async function runPipeline(
  folder: string,
  env: Env,
  url: string,
  signal?: AbortSignal,
): Promise<string> {
  const run = await runScript(['scripts/pipeline.ts', '--inbox', folder, '--json'], {
    env: { DATABASE_URL: url, STOREROOM_HOME: env.home, LOG_LEVEL: 'warn' },
    signal,
  })
  const line = run.stdout.trim().split('\n').at(-1) ?? ''
  if (run.code !== 0) throw failure('The pipeline run failed', [run.stderr, line].join('\n'))
  const done = JSON.parse(line) as {
    files: number
    version: number | null
    rows: { read: number; loaded: number }
  }
  return `${done.rows.loaded} of ${done.rows.read} rows of ${done.files} files are load ${done.version}`
}

/** Does the inbox hold something to load already? */
export function hasFiles(inbox: string): boolean {
  return existsSync(inbox) && readdirSync(inbox).some((name) => /\.(csv|tsv)(\.gz)?$/i.test(name))
}

function failure(title: string, output: string): StartError {
  const lines = output.trim().split('\n').slice(-12).join('\n  ')
  return new StartError('first_load', `${title}:\n  ${lines}`, {
    whatToDo: 'The pages work all the same; see the Pipeline page, or start with STOREROOM_DEMO=0.',
  })
}

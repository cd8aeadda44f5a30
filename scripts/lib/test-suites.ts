import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ROOT } from './children'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

const require = createRequire(import.meta.url)
const command = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file)

/** Runs a Node program of a package with its output in the terminal; resolves to its exit code. */
function run(args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    const pass = (signal: NodeJS.Signals) => void child.kill(signal)
    process.once('SIGINT', pass).once('SIGTERM', pass)
    child.once('error', fail)
    child.once('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      done(code ?? 1)
    })
  })
}

const asOne = (code: number): Counts => ({
  passed: code === 0 ? 1 : 0,
  failed: code === 0 ? 0 : 1,
  skipped: 0,
})

/** Style, mistakes and the directions in which parts may depend on each other. */
export async function lint(): Promise<Counts> {
  return asOne(await run([command('@biomejs/biome', 'bin/biome'), 'check', '.']))
}

/** Types of everything, tests included; Next's route types are made first. */
export async function types(): Promise<Counts> {
  const made = await run([command('next', 'dist/bin/next'), 'typegen'])
  return asOne(made || (await run([command('typescript', 'bin/tsc'), '--noEmit'])))
}

/** One or more projects of vitest.config.ts. */
export async function vitest(projects: string[], report: string): Promise<Counts> {
  const args = projects.flatMap((name) => ['--project', name])
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
  const code = await run([command('vitest', 'vitest.mjs'), 'run', ...args])
  const read = readReport(report)
  const counts = {
    passed: Number(read.numPassedTests ?? 0),
    failed: Number(read.numFailedTests ?? 0),
    skipped: Number(read.numPendingTests ?? 0) + Number(read.numTodoTests ?? 0),
  }
  return counts.failed === 0 && code !== 0 ? { ...counts, failed: 1 } : counts
}

/** The journeys in Chromium. */
export async function playwright(report: string, env: Record<string, string>): Promise<Counts> {
  const code = await run([command('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  const stats = (readReport(report).stats ?? {}) as Record<string, number | undefined>
  const counts = {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: stats.unexpected ?? 0,
    skipped: stats.skipped ?? 0,
  }
  return counts.failed === 0 && code !== 0 ? { ...counts, failed: 1 } : counts
}

function readReport(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
}

import { mkdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { foregroundRun, isGood, type RunReport } from '@/jobs/orchestrate/foreground'
import { parseEnv } from '@/lib/core/env'
import { describe, SourceError } from '@/lib/core/errors'
import { withDatabase } from './lib/with-database'

const USAGE = `Usage: npm run pipeline -- [--inbox DIR] [--json]

  --inbox DIR  folder with the CSV files to load (default: INBOX_DIR)
  --json       one line of JSON about the run on standard output

Exit code 0: published or nothing new; 1: failed or cancelled; 2: wrong usage; 130: Ctrl-C.`

/** One run in the foreground; progress goes to standard error. */
async function main(): Promise<number> {
  let options: { inbox?: string; json?: boolean; help?: boolean }
  try {
    options = parseArgs({
      options: {
        inbox: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    process.stderr.write(`${describe(error)}\n\n${USAGE}\n`)
    return 2
  }
  if (options.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const env = parseEnv()
  const inboxDir = options.inbox ? resolve(options.inbox) : env.inboxDir
  if (!options.inbox) await mkdir(inboxDir, { recursive: true })
  await requireFolder(inboxDir)
  // The tasks' own log lines are kept with the run; here one line a task is enough unless asked for.
  const verbose = process.env.LOG_LEVEL === 'debug' || process.env.LOG_LEVEL === 'trace'
  const report = await withDatabase(
    (url) =>
      foregroundRun({
        url,
        home: env.home,
        inboxDir,
        say: (line) => process.stderr.write(`${line}\n`),
        onLine: verbose ? (line) => process.stderr.write(`${line}\n`) : undefined,
      }),
    { ownSignals: true },
  )
  process.stdout.write(options.json ? `${JSON.stringify(report.json)}\n` : `${summary(report)}\n`)
  return report.interrupted ? 130 : isGood(report.json.status) ? 0 : 1
}

async function requireFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => undefined)
  if (found?.isDirectory()) return
  throw new SourceError('no_inbox', `There is no folder ${dir}.`, {
    whatToDo: 'Make it and put CSV files into it, or name another one with --inbox.',
  })
}

function summary({ json }: RunReport): string {
  const { rows, checks } = json
  const lines = [`Run ${json.run}: ${json.status.replace('_', ' ')} in ${json.seconds.toFixed(1)} s`]
  if (json.status === 'published') {
    lines.push(
      `  load ${json.version}: ${json.files} files, ${rows.read} rows read = ${rows.loaded} loaded + ${rows.unchanged} unchanged + ${rows.superseded} superseded + ${rows.quarantined} quarantined`,
      `  ${json.released} waiting rows of earlier files released; checks: ${checks.passed} passed, ${checks.warned} warned, ${checks.failed} failed`,
    )
  }
  if (json.peakMemoryMb) lines.push(`  peak memory of the run's process: ${json.peakMemoryMb} MB`)
  return lines.join('\n')
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${describe(error)}\n`)
    process.exit(1)
  },
)

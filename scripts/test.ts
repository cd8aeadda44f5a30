import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT } from './lib/children'
import { freePort } from './lib/ports'
import { makeSteps, seconds } from './lib/steps'
import { findProgram, installTestPrograms } from './lib/system-packages'
import { type Counts, lint, playwright, types, vitest } from './lib/test-suites'

/** `npm test`: everything a change must pass, in any clone. Last line: `N passed, N failed`. */
const { say } = makeSteps()
const began = performance.now()
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []

async function suite(title: string, work: () => Promise<Counts>): Promise<void> {
  const since = performance.now()
  say(`\n━━ ${title}`)
  const counts = await work().catch((error: unknown) => {
    say(`✗ ${title}: ${error instanceof Error ? error.stack : String(error)}`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key]
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  const mark = counts.failed === 0 ? '✓' : '✗'
  summary.push(
    `${mark} ${title}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds(since)})`,
  )
}

installTestPrograms(say)
const realData = resolve(ROOT, process.env.REAL_DATA_DIR ?? '../shared/data')
if (existsSync(realData)) process.env.REAL_DATA_DIR = realData
else {
  delete process.env.REAL_DATA_DIR
  say(`! No real data in ${realData} (REAL_DATA_DIR): the tests on it are skipped.`)
}
// As root the database runs as user postgres, which must be able to pass through.
const folder = mkdtempSync(join(tmpdir(), 'storeroom-npm-test-'))
chmodSync(folder, 0o711)
process.env.LOG_LEVEL ??= 'warn'

try {
  await suite('Lint and dependency directions', lint)
  await suite('Types', types)
  await suite('Unit and database tests', () => vitest(['unit', 'db'], join(folder, 'vitest.json')))
  if (existsSync(join(ROOT, 'tests', 'faults'))) {
    await suite('Fault tests', () => vitest(['faults'], join(folder, 'faults.json')))
  }
  const chromium = findProgram(['chromium', 'chromium-browser', 'google-chrome'])
  await suite('Browser tests', async () => {
    if (!chromium) return { passed: 0, failed: 0, skipped: 1 }
    const env = {
      E2E_PORT: String(await freePort()),
      E2E_HOME: join(folder, 'home'),
      CHROMIUM_PATH: chromium,
    }
    return playwright(join(folder, 'playwright.json'), env)
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

say(`\n${summary.join('\n')}\n${seconds(began)} in all`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
say(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const FORBIDDEN = [
  ['app/page.tsx', '@/jobs/run'],
  ['app/_components/charts/line.tsx', '../../../jobs/dag'],
  ['jobs/worker.ts', '@/app/_components/cn'],
  ['jobs/duckdb/session.ts', '@/app/page'],
  ['lib/pipeline/enqueue-run.ts', '@/jobs/dag'],
  ['lib/metrics/query.ts', '@/app/page'],
  ['lib/core/money.ts', '@/lib/db/pool'],
  ['lib/cache/cache.ts', '@/lib/metrics/catalog'],
  ['seed/generate.ts', '@/jobs/run'],
  ['app/(dashboard)/revenue/page.tsx', 'recharts'],
  ['lib/reports/cohorts.ts', '@duckdb/node-api'],
  ['jobs/tasks/load.ts', '@duckdb/node-api'],
] as const
const ALLOWED = [
  ['app/layout.tsx', '@/lib/pipeline/enqueue-run'],
  ['app/_components/charts/bar.tsx', 'recharts'],
  ['jobs/tasks/merge.ts', '@/lib/contract/entities'],
  ['jobs/duckdb/open.ts', '@duckdb/node-api'],
  ['lib/metrics/run.ts', '@/lib/cache'],
] as const

let folder: string
let refused: string
beforeAll(() => {
  // A folder with the real rules and one small file for each case, linted in one go.
  folder = mkdtempSync(join(tmpdir(), 'storeroom-lint-'))
  copyFileSync('biome.json', join(folder, 'biome.json'))
  spawnSync('git', ['init', '-q'], { cwd: folder })
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  for (const [path, module] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), `import { x } from '${module}'\n\nx()\n`)
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '.']
  refused = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stderr
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the linter keeps the directions in which parts depend on each other', () => {
  test.each(FORBIDDEN)('%s must not import %s', (path) => {
    expect(refused).toContain(`${path}:1:19 lint/style/noRestrictedImports`)
  })

  test.each(ALLOWED)('%s may import %s', (path) => {
    expect(refused).not.toContain(`${path}:`)
  })
})

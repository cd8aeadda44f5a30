import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const resolve = {
  alias: [
    { find: /^@\//, replacement: root },
    { find: 'server-only', replacement: `${root}tests/helpers/empty.ts` },
  ],
}
const exclude = ['node_modules/**', '.next/**', 'var/**', 'tests/e2e/**']

/**
 * Three kinds of tests: `unit` touch nothing outside the process, `db` use a real PostgreSQL
 * (one embedded server for the run, a database of its own for each), `faults` kill things.
 */
export default defineConfig({
  test: {
    // Two cores are the smallest machine this runs on; more workers only make tests wait.
    maxWorkers: 2,
    reporters: ['default'],
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts', 'tests/faults/**'],
          // A guard against what hangs, not a measure: a busy machine is many times slower.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: [...exclude, 'tests/faults/**'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          exclude,
          globalSetup: ['tests/helpers/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})

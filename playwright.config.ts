import { defineConfig, devices } from '@playwright/test'
import { ADMIN, APP, APP_ENV } from '@/tests/helpers/browser-app'

/** Journeys in Chromium against the whole application, started the way a merchant starts it. */
export default defineConfig({
  testDir: 'tests/e2e',
  // All tests share one application with one pipeline, and the machine may have two cores.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: APP.url,
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
  },
  projects: [
    { name: 'accounts', testMatch: '*.setup.ts' },
    {
      name: 'chromium',
      dependencies: ['accounts'],
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        storageState: ADMIN.state,
      },
    },
  ],
  webServer: {
    command: 'node scripts/run.mjs scripts/start.ts',
    url: `${APP.url}/api/health`,
    timeout: 240_000,
    env: APP_ENV,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 40_000 },
  },
})

import { resolve } from 'node:path'

/**
 * The application the browser tests run against. `npm test` gives it a throw-away home and a
 * free port; run by hand (`npx playwright test`) it keeps both, so a second run starts in seconds.
 */
export const APP = {
  port: Number(process.env.E2E_PORT ?? 3199),
  home: resolve(process.env.E2E_HOME ?? 'var/e2e'),
  url: `http://localhost:${process.env.E2E_PORT ?? 3199}`,
} as const

/** Known only to the throw-away application. */
export const ADMIN = {
  email: 'admin@example.com',
  password: 'browser tests only',
  state: `${APP.home}/admin.json`,
}
export const VIEWER = { email: 'viewer@example.com', state: `${APP.home}/viewer.json` }
export const API_TOKEN = 'browser-tests-only-token'

/** Environment of the application and of every command run next to it. */
export const APP_ENV: Record<string, string> = {
  PORT: String(APP.port),
  STOREROOM_HOME: APP.home,
  INBOX_DIR: `${APP.home}/inbox`,
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  API_TOKEN,
  STORE_TIMEZONE: 'UTC',
  REPORTING_CURRENCY: 'EUR',
  STOREROOM_DEMO: '1',
  DATABASE_URL: '',
  REDIS_URL: '',
}

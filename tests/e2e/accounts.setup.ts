import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { ADMIN, APP_ENV, VIEWER } from '@/tests/helpers/browser-app'

/** Signs both roles in once; the tests take over their cookies instead of using up attempts. */
test('the first admin can sign in with the password given at the start', async ({ request }) => {
  const answer = await request.post('/api/auth/sign-in/email', {
    data: { email: ADMIN.email, password: ADMIN.password },
  })
  expect(answer.status()).toBe(200)
  await request.storageState({ path: ADMIN.state })
})

test('a viewer added on the command line can sign in', async ({ request }) => {
  const printed = runAdmin('add', '--email', VIEWER.email, '--role', 'viewer')
  // An account of an earlier run by hand exists already: it gets a new password.
  const password =
    /password\n(\S+)/.exec(printed)?.[1] ??
    /password\n(\S+)/.exec(runAdmin('reset', '--email', VIEWER.email))?.[1]
  const answer = await request.post('/api/auth/sign-in/email', { data: { email: VIEWER.email, password } })
  expect(answer.status()).toBe(200)
  await request.storageState({ path: VIEWER.state })
})

function runAdmin(...args: string[]): string {
  const command = ['scripts/run.mjs', 'scripts/admin.ts', ...args]
  return execFileSync(process.execPath, command, { env: { ...process.env, ...APP_ENV }, encoding: 'utf8' })
}

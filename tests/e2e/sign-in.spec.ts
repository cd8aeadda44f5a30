import { expect, test } from '@playwright/test'
import { ADMIN } from '@/tests/helpers/browser-app'

test.use({ storageState: { cookies: [], origins: [] } })

test('a page asked for without a session leads through sign-in back to that page', async ({ page }) => {
  await page.goto('/products')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible()
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/products/)
})

test('the API refuses who is nobody, and health answers everybody', async ({ request }) => {
  expect((await request.get('/api/query?metrics=net_sales')).status()).toBe(401)
  expect((await request.post('/api/pipeline/runs')).status()).toBe(401)
  const health = await request.get('/api/health')
  expect(health.status()).toBe(200)
  expect(await health.json()).toMatchObject({ status: 'ok' })
})

import { expect, type Page, test } from '@playwright/test'
import { accessibility } from '@/tests/helpers/accessibility'

const DASHBOARDS = ['revenue', 'customers', 'products', 'inventory'] as const
const PAGES = [
  ...DASHBOARDS,
  'pipeline',
  'pipeline/quarantine',
  'pipeline/files',
  'pipeline/runs',
  'alerts',
  'pipeline/checks',
  'pipeline/checks/orders_are_recent',
  'orders',
  'orders?metric=returns',
  'orders?metric=margin',
  'orders?metric=customers',
  'orders/O1000001',
  'movements',
  'pipeline/files/1/records/2',
  'pipeline/changes',
] as const

/** Opens a page and waits until every section has its figures. */
async function open(page: Page, path: string): Promise<string[]> {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  const answer = await page.goto(`/${path}`)
  expect(answer?.status()).toBe(200)
  // Never idle: the page listens for events as long as it is open.
  await page.waitForLoadState('load')
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  return problems
}

for (const path of PAGES) {
  test(`/${path} shows its load, breaks nothing in the console and passes axe`, async ({ page }) => {
    const problems = await open(page, path)
    await expect(page.locator('h1')).toHaveCount(1)
    await expect(page.getByText(/Load \d+/).first()).toBeVisible()
    expect(problems).toEqual([])
    expect(await accessibility(page)).toEqual([])
  })

  test(`/${path} passes axe in the dark`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open(page, path)
    expect(await accessibility(page)).toEqual([])
  })
}

for (const path of DASHBOARDS) {
  test(`/${path} has key figures, at least two charts and a table, on a phone as well`, async ({ page }) => {
    await open(page, path)
    expect(await page.locator('.tile').count()).toBeGreaterThanOrEqual(4)
    // Every chart that has something to show offers its figures as a table.
    expect(await page.getByRole('button', { name: / as a table$/ }).count()).toBeGreaterThanOrEqual(2)
    expect(await page.locator('main table').count()).toBeGreaterThanOrEqual(1)
    await page.setViewportSize({ width: 390, height: 844 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
}

test('a chart turns into a table of the same figures and back', async ({ page }) => {
  await open(page, 'revenue')
  const twin = page.getByRole('button', { name: / as a table$/ }).first()
  const tables = await page.locator('main table').count()
  await twin.click()
  await expect(page.locator('main table')).toHaveCount(tables + 1)
  await twin.press('t')
  await expect(page.locator('main table')).toHaveCount(tables)
})

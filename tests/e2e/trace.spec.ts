import { expect, type Page, test } from '@playwright/test'

const cents = (text: string | null) => BigInt((text ?? '').replace(/[^\d.-]/g, '').replace('.', ''))

test('the revenue tile leads to its orders, an order to its lines, and a line to the record of its file', async ({
  page,
}) => {
  await page.goto('/revenue?period=30d')
  const tile = page.locator('.tile').filter({ hasText: 'Net sales' }).first()
  const shown = await tile.getByRole('link').textContent()
  await tile.getByRole('link').click()

  await expect(page).toHaveURL(/\/orders\?.*metric=net_sales|\/orders\?period=30d/)
  await expect(page.getByText(/orders add up to .*exactly the figure on the dashboards/)).toBeVisible()
  const rows = page.getByRole('region', { name: 'What Net sales is made of' })
  const total = await rows.locator('tfoot td').last().textContent()
  // The tile has no cents.
  expect((cents(total) + 50n) / 100n).toBe(cents(shown))

  // Every row of every page: what the API gives as CSV adds up to the last row.
  const csv = await page.request.get(`/api/orders?metric=net_sales&format=csv&${await days(page)}`)
  const lines = (await csv.text()).trim().split(/\r?\n/).slice(1)
  const sum = lines.reduce((all, line) => all + cents(line.slice(line.lastIndexOf(',') + 1)), 0n)
  expect(sum).toBe(cents(total))

  await rows.locator('tbody a[href^="/orders/"]').first().click()
  await expect(page).toHaveURL(/\/orders\/[^/?]+$/)
  const order = await page.locator('h1').textContent()
  const orderLines = page.getByRole('region', { name: 'Lines' })
  await expect(orderLines.locator('tbody tr').first()).toBeVisible()

  await orderLines
    .getByRole('link', { name: /\.csv · [\d,]+$/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/pipeline\/files\/\d+\/records\/\d+$/)
  const fields = page.getByRole('region', { name: 'Fields' })
  await expect(fields.getByRole('row', { name: `order_id ${order}` })).toBeVisible()
  await expect(page.getByText('In the warehouse: what is stored came from this record.')).toBeVisible()

  // And back up again.
  await page.getByRole('link', { name: `order ${order}` }).click()
  await expect(page.locator('h1')).toHaveText(order ?? '')
})

/** The days the page shows, as the API takes them. */
async function days(page: Page): Promise<string> {
  const answer = await page.request.get(`/api/export/revenue-figures.json${new URL(page.url()).search}`)
  const { period } = (await answer.json()) as { period: { from: string; to: string } }
  return `from=${period.from}&to=${period.to}`
}

test('a step of the waterfall and a row of a table each lead to their own sum', async ({ page }) => {
  await page.goto('/revenue?period=30d')
  await page.getByRole('list', { name: 'From gross to total sales' }).getByRole('link').nth(2).click()
  await expect(page.getByRole('region', { name: 'What Returns is made of' })).toBeVisible()
  await expect(page.getByText(/refunds add up to .*exactly/)).toBeVisible()

  await page.goto('/products?period=30d')
  const first = page
    .getByRole('region', { name: 'Products' })
    .locator('tbody tr')
    .first()
    .getByRole('link')
    .first()
  const net = await first.textContent()
  await first.click()
  await expect(page.getByText(/Remove the condition Product: /)).toBeAttached()
  const total = await page.getByRole('table').locator('tfoot td').last().textContent()
  expect((cents(total) + 50n) / 100n).toBe(cents(net))
})

test('a cohort, a segment, a class of products and a group of stock lead to what they are made of', async ({
  page,
}) => {
  await page.goto('/customers')
  const cohort = page
    .getByRole('region', { name: /by month since the first order/ })
    .getByRole('link')
    .first()
  const share = Number((await cohort.textContent())?.replace('%', ''))
  await cohort.click()
  await expect(page.getByText(/Remove the condition Cohort: \d{4}-\d{2}/)).toBeAttached()
  await expect(page.getByText(/customers add up to .*exactly the figure on the dashboards/)).toBeVisible()
  expect(share).toBeGreaterThanOrEqual(0)

  await page.goto('/customers')
  const segment = page.getByRole('list', { name: 'Customers by segment' }).getByRole('link').first()
  const members = await segment.locator('span.text-right').first().textContent()
  await segment.click()
  await expect(page.getByText('Remove the condition Segment: Champions')).toBeAttached()
  await expect(page.getByText(`${members} customers add up to ${members}, exactly`)).toBeVisible()

  await page.goto('/products?period=90d')
  await page.getByRole('table', { name: 'Products by ABC and XYZ class' }).getByRole('link').first().click()
  await expect(page.getByText(/Remove the condition Class [ABC][XYZ]/)).toBeAttached()
  await expect(page.getByText(/orders add up to .*exactly the figure on the dashboards/)).toBeVisible()

  await page.goto('/inventory')
  await page.getByRole('list', { name: 'How long stock lasts' }).getByRole('link').last().click()
  await expect(page.getByText('Remove the condition Days of cover: Over 90 days')).toBeAttached()
  await expect(page.getByText(/movements add up to .*exactly the figure/)).toBeVisible()
})

test('the pill leads to what the load changed, and the raw record is not to be had without signing in', async ({
  page,
  browser,
}) => {
  await page.goto('/revenue')
  await page.getByRole('link', { name: /^Load \d+/ }).click()
  await expect(page.locator('h1')).toHaveText(/What load \d+ changed/)
  await expect(page.getByRole('region', { name: 'Totals before and after' })).toBeVisible()

  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  for (const path of [
    '/api/orders?metric=orders',
    '/api/orders/O1000001',
    '/api/pipeline/files/1/records/1',
    '/api/movements',
    '/api/pipeline/changes',
  ])
    expect((await stranger.request.get(path)).status(), path).toBe(401)
  const answer = await stranger.request.get('/pipeline/files/1/records/1', { maxRedirects: 0 })
  expect(answer.status()).toBeGreaterThanOrEqual(300)
  await stranger.close()
})

import { expect, test } from '@playwright/test'
import { VIEWER } from '@/tests/helpers/browser-app'

/** Two orders of a shop of its own; one line is impossible. Yesterday, so that it is in every period. */
function files() {
  const stamp = Date.now()
  const day = new Date(stamp - 86_400_000).toISOString().slice(0, 10)
  const csv = (lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)
  return {
    product: `E2E-${stamp}`,
    list: [
      {
        name: `products-${stamp}.csv`,
        mimeType: 'text/csv',
        buffer: csv([
          'product_id,product_name,list_price,unit_cost',
          `E2E-${stamp},Brass lamp,1000.00,400.00`,
        ]),
      },
      {
        name: `orders-${stamp}.csv`,
        mimeType: 'text/csv',
        buffer: csv(['order_id,ordered_at,status,currency', `E2E-${stamp},${day}T10:00:00Z,paid,EUR`]),
      },
      {
        name: `order_items-${stamp}.csv`,
        mimeType: 'text/csv',
        buffer: csv([
          'order_id,line_number,product_id,quantity,unit_price',
          `E2E-${stamp},1,E2E-${stamp},3,1000.00`,
          `E2E-${stamp},2,E2E-${stamp},-7,1000.00`,
        ]),
      },
    ],
  }
}

type Answer = { version: number; rows: { gross_sales: string }[] }

test('an upload and a press of Run pipeline change the figures, and the bad row is kept aside', async ({
  page,
}) => {
  const before = (await (await page.request.get('/api/query?metrics=gross_sales')).json()) as Answer
  const upload = files()

  await page.goto('/pipeline')
  await page.getByRole('button', { name: 'Upload files' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles(upload.list)
  await expect(dialog.getByText('In the inbox')).toHaveCount(3)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Run pipeline' }).click()

  // The page follows the run by itself: nobody reloads it.
  await expect(page.getByText(`Load ${before.version + 1}`).first()).toBeVisible({ timeout: 60_000 })

  const after = (await (await page.request.get('/api/query?metrics=gross_sales')).json()) as Answer
  expect(after.version).toBe(before.version + 1)
  const cents = (answer: Answer) => BigInt((answer.rows[0]?.gross_sales ?? '').replace('.', ''))
  expect(cents(after) - cents(before)).toBe(300_000n)

  await page.goto('/pipeline/quarantine')
  const row = page.getByRole('row').filter({ hasText: 'order_items' }).filter({ hasText: '-7' }).first()
  await expect(row).toContainText('quantity')
})

test.describe('a viewer', () => {
  test.use({ storageState: VIEWER.state })

  test('sees the pages but cannot run or upload', async ({ page }) => {
    await page.goto('/pipeline')
    await expect(page.getByRole('button', { name: 'Run pipeline' })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('button', { name: 'Upload files' })).toHaveAttribute('aria-disabled', 'true')
    const refused = await page.request.post('/api/pipeline/runs', {
      headers: { origin: new URL(page.url()).origin },
    })
    expect(refused.status()).toBe(403)
  })
})

import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import { VIEWER } from '@/tests/helpers/browser-app'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const stamp = Date.now()
const ORDERS = `quarantine-${stamp}.csv`
const QUERY = '/api/query?metrics=gross_sales'

/** One order with two lines, one of them impossible; sold yesterday, so that it is in every period. */
const files = () => {
  const day = new Date(stamp - 86_400_000).toISOString().slice(0, 10)
  const csv = (name: string, ...lines: string[]) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(`${lines.join('\n')}\n`),
  })
  return [
    csv(`qp-${stamp}.csv`, 'product_id,product_name,list_price', `Q-${stamp},Tin lamp,10.00`),
    csv(`qo-${stamp}.csv`, 'order_id,ordered_at,status,currency', `Q-${stamp},${day}T10:00:00Z,paid,EUR`),
    csv(
      ORDERS,
      'Order ID,line_number,product_id,quantity,unit_price',
      `Q-${stamp},1,Q-${stamp},1,10.00`,
      `Q-${stamp},2,Q-${stamp},two,10.00`,
      `Q-${stamp},3,Q-${stamp},-3,10.00`,
    ),
  ]
}

async function loads(page: Page): Promise<{ version: number; cents: bigint }> {
  const answer = (await (await page.request.get(QUERY)).json()) as {
    version: number
    rows: { gross_sales: string }[]
  }
  return { version: answer.version, cents: BigInt((answer.rows[0]?.gross_sales ?? '').replace('.', '')) }
}

/** The rows of the file kept aside, of which there are `rows`. */
async function openList(page: Page, rows: number) {
  await page.goto('/pipeline/quarantine')
  await page.getByLabel(/^File/).selectOption({ label: `${ORDERS} (${rows})` })
  await page.waitForURL(/fileId=/)
  await expect(page.getByRole('checkbox')).toHaveCount(rows + 1)
}

test.describe.configure({ mode: 'serial' })

test('an admin corrects a row in the browser, and the next run loads it', async ({ page }) => {
  test.slow() // two runs
  await page.goto('/pipeline')
  await page.getByRole('button', { name: 'Upload files' }).click()
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(files())
  await expect(page.getByRole('dialog').getByText('In the inbox')).toHaveCount(3)
  await page.keyboard.press('Escape')
  const start = await loads(page)
  await page.getByRole('button', { name: 'Run pipeline' }).click()
  await expect(page.getByText(`Load ${start.version + 1}`).first()).toBeVisible({ timeout: 60_000 })
  const before = await loads(page)

  await openList(page, 2)
  await page.getByRole('link', { name: /quantity takes a whole number/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Record 2 of ${ORDERS}`)
  const quantity = page.getByLabel(/^quantity/)
  await expect(quantity).toHaveValue('two')
  await expect(quantity).toHaveAttribute('aria-invalid', 'true')
  expect(await accessibility(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await accessibility(page)).toEqual([])

  await quantity.fill('2.5')
  await page.getByRole('button', { name: 'Save and run now' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'would be refused again' })).toBeVisible()
  await expect(quantity).toHaveAccessibleDescription(/quantity takes a whole number/)

  await quantity.fill('2')
  await page.getByRole('button', { name: 'Save and run now' }).click()
  // The page follows the run by itself.
  await expect(page.getByText('released', { exact: true })).toBeVisible({ timeout: 60_000 })
  const history = page
    .getByRole('region', { name: 'History' })
    .or(page.locator('section', { hasText: 'Kept for good' }))
  await expect(history.first()).toContainText('Corrected: quantity two 2')
  await expect(history.first()).toContainText('admin@example.com')
  const after = await loads(page)
  expect(after.version).toBe(before.version + 1)
  expect(after.cents - before.cents).toBe(2_000n)
})

test('a row is discarded with a reason, and restored', async ({ page }) => {
  await openList(page, 1)
  await page.getByRole('checkbox', { name: `Record 3 of ${ORDERS}` }).check()
  await page.getByRole('button', { name: 'Discard the 1 selected' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Discard' })).toBeDisabled()
  await dialog.getByLabel('Reason').fill('a test of the till')
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('No row matches')).toBeVisible()

  await page.getByLabel(/^State/).selectOption({ label: 'discarded (1)' })
  const row = page.getByRole('row').filter({ hasText: ORDERS })
  await expect(row).toContainText('a test of the till')
  await row.getByRole('link', { name: /quantity takes/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Record 3 of ${ORDERS}`)
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByLabel(/^quantity/)).toHaveValue('-3')
})

test.describe('a viewer', () => {
  test.use({ storageState: VIEWER.state })

  test('sees the rows and their records, and can change nothing', async ({ page }) => {
    await page.goto('/pipeline/quarantine?entity=order_items')
    await expect(page.getByRole('row').filter({ hasText: ORDERS }).first()).toBeVisible()
    await expect(page.getByRole('checkbox')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /Discard|Try/ })).toHaveCount(0)
    await page
      .getByRole('row')
      .filter({ hasText: ORDERS })
      .first()
      .getByRole('link', { name: /quantity takes/ })
      .click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Record 3')
    await expect(page.getByRole('cell', { name: '-3' })).toBeVisible()
    await expect(page.locator('main').getByRole('textbox')).toHaveCount(0)
    expect(await accessibility(page)).toEqual([])
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const refused = await page.request.patch(`/api/pipeline/quarantine/${id}`, {
      headers: { origin: new URL(page.url()).origin },
      data: { revision: 1, fields: { quantity: '3' } },
    })
    expect(refused.status()).toBe(403)
  })
})

interface Violation {
  id: string
  nodes: { html: string }[]
}

/** What axe finds of WCAG 2 A and AA, as one line a finding. */
async function accessibility(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE })
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(c: Document, o: object): Promise<{ violations: Violation[] }> }
    }
    return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations
  })
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

import { expect, type Page, test } from '@playwright/test'
import { accessibility } from '@/tests/helpers/accessibility'

const grid = (page: Page) => page.getByRole('grid', { name: /Runs in columns/ })

/** Files of a shop of its own, large enough for the run to be seen on its way. */
function files(orders: number) {
  const stamp = Date.now()
  const day = new Date(stamp - 86_400_000).toISOString().slice(0, 10)
  const id = (i: number) => `P${stamp}-${i}`
  const csv = (name: string, header: string, row: (i: number) => string) => ({
    name: `${name}-${stamp}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(`${[header, ...Array.from({ length: orders }, (_, i) => row(i))].join('\n')}\n`),
  })
  return [
    csv('products', 'product_id,product_name,list_price', (i) => `${id(i)},Lamp ${i},10.00`),
    csv('orders', 'order_id,ordered_at,status,currency', (i) => `${id(i)},${day}T10:00:00Z,paid,EUR`),
    csv(
      'order_items',
      'order_id,line_number,product_id,quantity,unit_price',
      (i) => `${id(i)},1,${id(i)},1,10.00`,
    ),
  ]
}

async function open(page: Page, path: string) {
  await page.goto(path)
  await page.waitForLoadState('load')
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

test('from the grid to a run and on to the log of one of its tasks, by keyboard alone', async ({ page }) => {
  await open(page, '/pipeline')
  const published = grid(page).locator('thead a[aria-label*="published"]').last()
  const run = /^Run (\d+),/.exec((await published.getAttribute('aria-label')) ?? '')?.[1]
  await published.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const cell = page.locator(':focus')
  await expect(cell).toHaveAttribute('aria-label', new RegExp(`^Run ${run}, extract: passed.*, .+ rows`))
  // One stop in the tab order, however many cells.
  expect(await grid(page).locator('a[tabindex="0"]').count()).toBe(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/pipeline/runs/${run}\\?task=extract#log$`))
  const log = page.locator('#log')
  await expect(log).toContainText('Splits the files into records')
  await expect(log.getByRole('combobox', { name: 'Task' })).toHaveValue('extract')
  const lines = log.getByRole('region', { name: 'Lines of the log' })
  await expect(lines.getByText('info').first()).toBeVisible()
  await expect(log.getByRole('row').filter({ hasText: 'validate' })).toHaveCount(0)

  await log.getByRole('combobox', { name: 'Level' }).selectOption('error')
  await expect(log).toContainText('No line of this level')
  await log.getByRole('combobox', { name: 'Task' }).selectOption('')
  await expect(page).toHaveURL(/level=error/)
})

test('a run is followed on the page while it goes on: rows, per cent, and the graph', async ({ page }) => {
  // A machine that is busy with other tests takes minutes for what takes seconds.
  test.setTimeout(300_000)
  await open(page, '/pipeline')
  const before = await grid(page).locator('thead a').count()
  await page.getByRole('button', { name: 'Upload files' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles(files(20_000))
  await expect(dialog.getByText('In the inbox')).toHaveCount(3)
  await page.keyboard.press('Escape')

  // What the tasks said on the way, seen as the reader sees it.
  await page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('main table caption ~ tbody tr')) {
        const name = row.querySelector('th a')?.textContent
        const bar = row.querySelector<HTMLElement>('td div div')
        if (name && bar?.className.includes('bg-c2')) seen.add(name)
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await page.getByRole('button', { name: 'Run pipeline' }).click()
  await expect(page.getByText(/^Run \d+ is under way/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('radio', { name: 'Graph' }).click()
  const graph = page.getByRole('application', { name: /as a graph/ })
  await expect(graph.getByRole('link', { name: /, running,/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Gantt' }).click()

  await expect(grid(page).locator('thead a')).toHaveCount(before + 1)
  await expect(page.getByText(/^Run \d+ is under way/)).toHaveCount(0, { timeout: 240_000 })
  const running = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])
  expect(running.length).toBeGreaterThanOrEqual(2)

  // Ended, the same lines come from the database.
  const extract = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'extract', exact: true }) })
  await expect(extract.first()).toContainText('60,000')
  await page.getByRole('button', { name: /^Parts of extract, 3 of 3 done/ }).click()
  await expect(page.getByRole('rowheader', { name: /order_items-/ })).toBeVisible()
})

test('the page says first what needs somebody, and shows checks, workers, cache, database and statements', async ({
  page,
}) => {
  await open(page, '/pipeline')
  await expect(page.getByText(/Nothing needs you|Open/).first()).toBeVisible()
  const main = page.locator('main')
  for (const heading of ['Checks', 'Schedule and workers', 'Cache', 'Database', 'Slowest queries']) {
    await expect(main.getByRole('heading', { name: heading, exact: true })).toBeVisible()
  }
  await expect(main).toContainText('At 03:00')
  await expect(main.getByText(/heartbeat \d/).first()).toBeVisible()
  // The embedded server has its statement statistics on.
  const statements = main.getByRole('region', { name: 'Slowest queries' }).getByRole('row')
  expect(await statements.count()).toBeGreaterThan(3)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the graph and the page of a run pass axe, in the ${scheme}, and fit a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await open(page, '/pipeline/runs/1?view=graph&task=load')
    await expect(
      page
        .getByRole('application', { name: /as a graph/ })
        .getByRole('link')
        .first(),
    ).toBeVisible()
    expect(await accessibility(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/pipeline/runs/1?task=load', '/pipeline']) {
      await open(page, path)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    }
  })
}

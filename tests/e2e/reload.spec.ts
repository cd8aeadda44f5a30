import { expect, test } from '@playwright/test'
import { accessibility } from '@/tests/helpers/accessibility'
import { VIEWER } from '@/tests/helpers/browser-app'

test('an admin loads files again that were loaded before, and their rows are unchanged', async ({ page }) => {
  test.setTimeout(180_000)
  await page.goto('/pipeline/files?status=loaded')
  const boxes = page.getByRole('checkbox', { name: /^Select \S+\.csv/ })
  // What is done before the page is alive is lost.
  await expect(async () => {
    for (const box of [boxes.nth(0), boxes.nth(1)]) {
      await box.setChecked(false)
      await box.setChecked(true)
    }
    await expect(page.getByRole('button', { name: 'Load the 2 selected again' })).toBeVisible({
      timeout: 2000,
    })
  }).toPass()
  await page.getByRole('button', { name: 'Load the 2 selected again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Load 2 files again?' })
  await expect(dialog).toContainText('Rows in quarantine keep their state')
  expect(await accessibility(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // Twice in a row is still one run: the second press finds it waiting or the dialog gone.
  await page.getByRole('button', { name: 'Load the 2 selected again' }).click()
  await dialog.getByRole('button', { name: 'Load 2 files again' }).dblclick()
  await expect(page).toHaveURL(/\/pipeline\/runs\/\d+$/)
  const run = Number(new URL(page.url()).pathname.split('/').at(-1))
  await expect
    .poll(async () => (await (await page.request.get(`/api/pipeline/runs/${run}`)).json()).status, {
      timeout: 120_000,
    })
    .toBe('published')
  const { rows, reloadFileIds } = await (await page.request.get(`/api/pipeline/runs/${run}`)).json()
  expect(reloadFileIds).toHaveLength(2)
  expect(rows.read).toBe(rows.unchanged + rows.superseded + rows.quarantined + rows.loaded)
  expect(rows.unchanged + rows.superseded).toBeGreaterThan(0)
  expect(rows.loaded).toBe(0)
})

test('files are chosen by the day they arrived, and Back undoes it', async ({ page }) => {
  await page.goto('/pipeline/files')
  const all = page.getByRole('button', { name: /^Load all \d+ again$/ })
  await expect(all).toBeVisible()
  await expect(async () => {
    await page.getByLabel('Arrived from').fill('')
    await page.getByLabel('Arrived from').fill('2099-01-01')
    await expect(page).toHaveURL(/arrivedFrom=2099-01-01/, { timeout: 2000 })
  }).toPass()
  await expect(page.getByText('No file matches')).toBeVisible()
  await expect(all).toHaveCount(0)
  await page.goBack()
  await expect(all).toBeVisible()
})

test('a viewer can neither tick a file nor load it again', async ({ browser }) => {
  const context = await browser.newContext({ storageState: VIEWER.state })
  const page = await context.newPage()
  await page.goto('/pipeline/files')
  await expect(page.getByRole('region', { name: 'Files' })).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /again$/ })).toHaveCount(0)
  const answer = await page.request.post('/api/pipeline/runs', { data: { action: 'reload', fileIds: [1] } })
  expect(answer.status()).toBe(403)
  await context.close()
})

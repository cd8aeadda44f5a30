import { createHmac } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { VIEWER } from '@/tests/helpers/browser-app'
import { httpReceiver } from '@/tests/helpers/receivers'

test('an admin adds a webhook, sends a test and has a rule tell it', async ({ page }) => {
  const receiver = await httpReceiver()
  const name = `Hook ${Date.now()}`
  try {
    await page.goto('/alerts')
    await page.getByRole('button', { name: 'Add channel' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Kind').selectOption('webhook')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('Address').fill(`${receiver.url}/hook?key=k3y`)
    await dialog.getByRole('button', { name: 'Add' }).click()

    // The secret that was made is shown once.
    await expect(dialog.getByText('Keep the signing secret')).toBeVisible()
    const secret = (await dialog.locator('code').textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByText(secret)).toHaveCount(0)

    const channel = page.getByRole('listitem').filter({ hasText: name }).last()
    await expect(channel).toContainText(new URL(receiver.url).host)
    await expect(channel).not.toContainText('k3y')
    await channel.getByRole('button', { name: 'Send test' }).click()
    await expect(channel.getByText(/^Delivered in \d+ ms\. It answered: 200 OK$/)).toBeVisible()
    expect(receiver.posts).toHaveLength(1)
    const [post] = receiver.posts
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(post?.headers['x-storeroom-signature'])) ?? []
    expect(createHmac('sha256', secret).update(`${t}.${post?.body}`).digest('hex')).toBe(v1)

    await page.getByRole('button', { name: 'Add rule' }).click()
    await dialog.getByLabel('Raise when', { exact: true }).selectOption('metric')
    await dialog.getByLabel('Metric').selectOption('discount_rate')
    await dialog.getByLabel('Compared with').selectOption('value')
    await dialog.getByLabel('Raise when it is').selectOption('above')
    await dialog.getByLabel('Threshold, in %').fill('99.5')
    await dialog.getByLabel('Name').fill(`Rule of ${name}`)
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(dialog).toHaveCount(0)
    const rule = page
      .getByRole('listitem')
      .filter({ hasText: `Rule of ${name}` })
      .first()
    await expect(rule).toContainText('Discount rate of yesterday above 99.5%')
    await expect(rule).toContainText(name)

    await rule.getByRole('button', { name: `Change Rule of ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await expect(rule.getByText('off', { exact: true })).toBeVisible()

    await channel.getByRole('button', { name: `Delete ${name}` }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('button', { name: `Delete ${name}` })).toHaveCount(0)
  } finally {
    await receiver.stop()
  }
})

test.describe('a viewer', () => {
  test.use({ storageState: VIEWER.state })

  test('sees rules and channels but cannot change them', async ({ page }) => {
    await page.goto('/alerts')
    await expect(page.getByText('Blocking check failed').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add rule' })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('button', { name: /^Change / })).toHaveCount(0)
    const refused = await page.request.post('/api/alerts/channels', {
      headers: { origin: new URL(page.url()).origin },
      data: { kind: 'slack', name: 'x', url: 'https://shop.example' },
    })
    expect(refused.status()).toBe(403)
  })
})

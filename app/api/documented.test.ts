import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const routes = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts') && !file.startsWith('_lib'))
  .map((file) => `/api/${dirname(file)}`)

it.each(routes)('%s is described in docs/api.md', (route) => {
  const written = route
    .replace('[id]', 'ID')
    .replace('[view]', 'VIEW')
    .replace('[name]', 'NAME')
    .replace('[n]', 'N')
    .replace('[...all]', '*')
  expect(readFileSync(join(here, '../../docs/api.md'), 'utf8')).toContain(written)
})

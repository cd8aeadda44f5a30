import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ENV_NAMES } from '@/lib/core/env'

const operations = readFileSync('docs/operations.md', 'utf8')
const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts

describe('the documentation', () => {
  it('lists every environment variable, and none that is not read', () => {
    const listed = [...operations.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((m) => m[1])
    expect(listed.sort()).toEqual([...ENV_NAMES].sort())
  })

  it.each(['README.md', 'docs/operations.md', 'docs/architecture.md'])(
    'names only npm scripts that exist in %s',
    (page) => {
      const named = [...readFileSync(page, 'utf8').matchAll(/npm run (\w+)/g)].map((m) => m[1] ?? '')
      expect(named.filter((name) => !(name in scripts))).toEqual([])
    },
  )

  it('links only to files that exist', () => {
    const pages = ['operations', 'architecture', 'data-contract', 'checks'].map((name) => `docs/${name}.md`)
    for (const page of ['README.md', ...pages]) {
      const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!http)([^)#]+)/g)].map((m) => m[1] ?? '')
      for (const link of links)
        expect(() => readFileSync(new URL(link, new URL(`../${page}`, import.meta.url)))).not.toThrow()
    }
  })
})

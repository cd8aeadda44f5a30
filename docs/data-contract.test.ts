import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entities } from '@/lib/contract/entities'
import { rules } from '@/lib/contract/rules'

const page = readFileSync('docs/data-contract.md', 'utf8')
const section = (title: string) => page.split(`### ${title}\n`)[1]?.split('\n#')[0] ?? ''

describe('docs/data-contract.md', () => {
  it.each(entities.map((e) => [e.name, e] as const))('describes every column of %s', (name, entity) => {
    const rows = section(name).match(/^\| `\w+`.*$/gm) ?? []
    expect(rows.map((row) => row.match(/`(\w+)`/)?.[1])).toEqual(entity.columns.map((c) => c.name))
    for (const column of entity.columns) {
      const row = rows.find((r) => r.startsWith(`| \`${column.name}\``))
      expect(row).toContain(column.description)
      expect(row?.includes('**required**')).toBe(column.required === true)
    }
  })

  it('explains every rule, and none that is gone', () => {
    const named = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map((m) => m[1] ?? '')
    const columns = new Set(entities.flatMap((e) => e.columns.map((c) => c.name)))
    const expected = rules.map((r) => r.name)
    expect(expected.filter((name) => !named.includes(name))).toEqual([])
    expect(named.filter((name) => !expected.includes(name) && !columns.has(name))).toEqual([])
    for (const { description } of rules) expect(page).toContain(description)
  })
})

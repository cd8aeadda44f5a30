import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { METRICS } from '@/lib/metrics/catalog'
import { compileQuery } from '@/lib/metrics/compile'
import { DIMENSIONS } from '@/lib/metrics/dimensions'
import { normaliseRequest, parseConditions, parseQueryRequest } from '@/lib/metrics/request'

const text = readFileSync('docs/metrics.md', 'utf8')

/** Names in the first column of the table below a heading. */
function namesBelow(heading: string): string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const cells = section.split('\n').filter((line) => line.startsWith('| `'))
  return cells.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''),
  )
}

describe('docs/metrics.md', () => {
  it('lists every metric, with its unit, and no other', () => {
    const twins = METRICS.filter(({ twinOf }) => twinOf)
    const others = METRICS.filter(({ twinOf }) => !twinOf)
    expect(namesBelow('Metrics').sort()).toEqual(others.map(({ name }) => name).sort())
    for (const { name } of twins) expect(text).toContain(`\`${name}\``)
    for (const { name, unit } of others)
      expect(text, name).toMatch(new RegExp(`\\| [^|]*\`${name}\`[^|]*\\| ${unit} \\|`))
  })

  it('lists every dimension and no other', () => {
    expect(namesBelow('Dimensions').sort()).toEqual(DIMENSIONS.map(({ name }) => name).sort())
  })

  it('asks nothing that would be refused', () => {
    const options = { timeZone: 'UTC' }
    const url = /`GET (\/api\/query\?[^`]+)`/.exec(text)?.[1] ?? ''
    const compiled = compileQuery(parseQueryRequest(new URL(url, 'http://x').searchParams), options)
    expect(compiled.columns).toHaveLength(3)
    const commands = [...text.matchAll(/^npm run query -- (--metrics.*)$/gm)]
    expect(commands.length).toBeGreaterThan(1)
    for (const [, line = ''] of commands) {
      const option = (name: string) => new RegExp(`--${name} (\\S+)`).exec(line)?.[1]
      const where = option('where')
      const list = (name: string) => option(name)?.split(',') ?? []
      const request = normaliseRequest({
        metrics: list('metrics'),
        by: list('by'),
        from: option('from'),
        to: option('to'),
        where: parseConditions(where ? [where] : []),
      })
      expect(compileQuery(request, options).sql).toContain('select')
    }
  })
})

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { METRICS } from '@/lib/metrics/catalog'
import { DIMENSIONS } from '@/lib/metrics/dimensions'

const page = readFileSync('docs/metrics.md', 'utf8')
const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (.*)$/gm)].map((m) => ({ name: m[1] ?? '', rest: m[2] ?? '' }))

it('docs/metrics.md explains every metric and dimension with its own words, and none that is gone', () => {
  for (const metric of METRICS) {
    if (metric.twinOf) expect(page).toContain(`\`${metric.name}\``)
    else expect(rows.find((row) => row.name === metric.name)?.rest).toContain(metric.description)
  }
  const known = [...METRICS.map((m) => m.name), ...DIMENSIONS.map((d) => d.name)]
  expect(rows.map((row) => row.name).filter((name) => !known.includes(name))).toEqual([])
  expect(known.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

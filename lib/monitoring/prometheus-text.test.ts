import { describe, expect, it } from 'vitest'
import { parsePrometheus } from '@/tests/helpers/parse-prometheus'
import { type Metric, prometheusText } from './prometheus-text'

const rows: Metric = {
  name: 'rows_total',
  type: 'counter',
  help: 'Rows \\ by fate,\nin all.',
  values: [
    { labels: { fate: 'a "b" \\ c\nd' }, value: 1.5e21 },
    { value: 0 },
    { labels: { fate: 'x' }, value: null },
  ],
}

describe('the Prometheus text', () => {
  it('escapes help and labels so that they read back as they were', () => {
    const family = parsePrometheus(prometheusText([rows])).get('rows_total')
    expect(family).toEqual({
      type: 'counter',
      help: 'Rows \\\\ by fate,\\nin all.',
      samples: [
        { labels: { fate: 'a "b" \\ c\nd' }, value: 1.5e21 },
        { labels: {}, value: 0 },
      ],
    })
  })

  it('leaves out a metric that has no value', () => {
    const none: Metric = { name: 'age_seconds', type: 'gauge', help: 'Age.', values: [{ value: null }] }
    expect(prometheusText([none])).toBe('')
  })
})

describe('the parser of the tests', () => {
  const head = '# HELP a A.\n# TYPE a gauge\n'
  it.each([
    ['a line without end', `${head}a 1`],
    ['a sample before its type', '# HELP a A.\na 1\n# TYPE a gauge\n'],
    ['a second family of one name', `${head}a 1\n${head}a{b="c"} 1\n`],
    ['the same sample twice', `${head}a{b="c",d="e"} 1\na{d="e",b="c"} 2\n`],
    ['an unescaped quote', `${head}a{b="c"d"} 1\n`],
    ['a number that is none', `${head}a undefined\n`],
    ['an empty line', `${head}a 1\n\n`],
    ['a type without samples', head],
    ['a falling counter below zero', '# HELP a A.\n# TYPE a counter\na -1\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parsePrometheus(text)).toThrow()
  })
})

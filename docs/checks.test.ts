import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkCatalogue } from '@/jobs/checks'
import { CHECK_LEVELS, severityWord, thresholdText } from '@/lib/pipeline/check-words'

const page = readFileSync('docs/checks.md', 'utf8')
const catalogue = checkCatalogue()

/** The table of docs/checks.md below the heading of a level. */
const tableOf = (level: string) =>
  (page.split(`\n## ${level[0]?.toUpperCase()}${level.slice(1)}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))

describe('docs/checks.md', () => {
  it.each(CHECK_LEVELS)('lists every check of level %s as the code has it, and no other', (level) => {
    const expected = catalogue
      .filter((check) => check.level === level)
      .map(
        ({ name, kind, severity, threshold, description }) =>
          `| \`${name}\` | ${severityWord({ kind, severity })} | ${threshold ? thresholdText(threshold) : ''} | ${description} |`,
      )
    expect(tableOf(level)).toEqual(expected.sort())
  })

  it('counts them', () => {
    const queries = catalogue.filter(({ kind }) => kind === 'sql')
    const blocking = catalogue.filter(({ severity }) => severity === 'blocking')
    expect(page).toContain(`${queries.length} queries and ${catalogue.length - queries.length} rules`)
    expect(page).toContain(`${blocking.length} are blocking`)
  })
})

describe('the catalogue', () => {
  it('has no name twice and something on every level', () => {
    const names = catalogue.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const level of CHECK_LEVELS)
      expect(catalogue.filter((check) => check.level === level).length, level).toBeGreaterThanOrEqual(3)
  })

  it('declares a threshold exactly where the SQL applies one', () => {
    for (const check of catalogue.filter(({ kind }) => kind === 'sql')) {
      const sql = readFileSync(`jobs/sql/checks/${check.name}.sql`, 'utf8')
      expect(sql.includes(':threshold'), check.name).toBe(check.threshold !== null)
    }
  })
})

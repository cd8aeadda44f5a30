import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { BalanceBar } from './balance-bar'

const rows = { read: 10, loaded: 6, unchanged: 1, superseded: 1, quarantined: 2 }

it('says that the rows of a file or run are all accounted for', () => {
  const html = renderToStaticMarkup(<BalanceBar rows={rows} />)
  expect(html).toContain('= balanced')
  expect(html).not.toContain('text-bad')
})

it.each([
  ['a row is missing', { ...rows, loaded: 5 }, '≠ 9 accounted for'],
  ['a row is counted twice', { ...rows, superseded: 2 }, '≠ 11 accounted for'],
])('marks in red when %s', (_, given, said) => {
  const html = renderToStaticMarkup(<BalanceBar rows={given} />)
  expect(html).toContain(said)
  expect(html).toMatch(/role="alert"[^>]*text-bad/)
  expect(html).not.toContain('= balanced')
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCsv } from './csv'
import { content, ENTITIES, instant, type Row, rowIssues, rowWarnings } from './rules'

export type Fate = 'loaded' | 'unchanged' | 'superseded' | 'quarantined' | 'waiting'

/** One record of a file with all that decides its fate. */
export interface Entry {
  file: string
  /** place of the file in the order of arrival */
  fileOrder: number
  record: number
  entity: string
  row: Row
  key: string
  /** updated_at, else the date in the file's name, else the arrival: after everything dated */
  effective: number
  content: string
  fate: Fate | undefined
  rule?: string
  column?: string | null
}

export interface Warning {
  file: string
  rule: string
  column: string | null
  /** record numbers; empty for a warning about the file's header */
  records: number[]
}

const ARRIVAL = Date.parse('9000-01-01T00:00:00Z')

const KEYS: Record<string, string[]> = {
  customers: ['customer_id'],
  suppliers: ['supplier_id'],
  products: ['product_id'],
  orders: ['order_id'],
  order_items: ['order_id', 'line_number'],
  refunds: ['refund_id'],
  inventory_movements: ['movement_id'],
  exchange_rates: ['currency', 'rate_date'],
}

function entityOf(columns: readonly string[]): string {
  const fits = Object.entries(ENTITIES).filter(([, spec]) =>
    Object.entries(spec).every(([name, column]) => !column.need || columns.includes(name)),
  )
  const known = ([, spec]: (typeof fits)[number]) => columns.filter((name) => name in spec).length
  const best = fits.sort((a, b) => known(b) - known(a))[0]
  if (!best) throw new Error(`no entity has the columns ${columns.join(', ')}`)
  return best[0]
}

/** Reads every file of the folders, in order of arrival: folder by folder, by date in the name, then by name. */
export function readEntries(folders: readonly string[]): { entries: Entry[]; warnings: Warning[] } {
  const entries: Entry[] = []
  const warnings: Warning[] = []
  let fileOrder = 0
  for (const folder of folders) {
    const names = readdirSync(folder).filter((name) => /\.(csv|tsv)$/.test(name))
    const dated = names.map((name) => ({ name, date: /\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? '9999' }))
    dated.sort((a, b) => (a.date === b.date ? (a.name < b.name ? -1 : 1) : a.date < b.date ? -1 : 1))
    for (const { name, date } of dated) {
      const fileDate = date === '9999' ? ARRIVAL : Date.parse(`${date}T00:00:00Z`)
      readFile(join(folder, name), name, fileOrder++, fileDate, entries, warnings)
    }
  }
  return { entries, warnings }
}

function readFile(
  path: string,
  file: string,
  fileOrder: number,
  fileDate: number,
  entries: Entry[],
  warnings: Warning[],
): void {
  const { columns, records } = readCsv(path)
  const entity = entityOf(columns)
  for (const name of columns) {
    if (!(name in (ENTITIES[entity] ?? {})))
      warnings.push({ file, rule: 'unknown_column', column: name, records: [] })
  }
  for (const record of records) {
    const base = { file, fileOrder, record: record.number, entity }
    if ('refused' in record) {
      entries.push({
        ...base,
        row: {},
        key: '',
        effective: 0,
        content: '',
        fate: 'quarantined',
        rule: record.refused,
        column: null,
      })
      continue
    }
    const row: Row = Object.fromEntries(columns.map((name, i) => [name, record.cells[i] ?? null]))
    const issues = rowIssues(entity, row)
    if (issues.length > 1)
      throw new Error(`${file} record ${record.number} has more than one error: keep the sample to one each`)
    const [issue] = issues
    if (issue) {
      entries.push({ ...base, row, key: '', effective: 0, content: '', fate: 'quarantined', ...issue })
      continue
    }
    for (const { rule, column } of rowWarnings(entity, row))
      addWarning(warnings, file, rule, column, record.number)
    entries.push({
      ...base,
      row,
      key: (KEYS[entity] ?? []).map((name) => row[name]).join('/'),
      effective: row.updated_at ? (instant(row.updated_at) ?? ARRIVAL) : fileDate,
      content: content(entity, row),
      fate: undefined,
    })
  }
}

export function addWarning(
  warnings: Warning[],
  file: string,
  rule: string,
  column: string | null,
  record: number,
): void {
  const known = warnings.find((one) => one.file === file && one.rule === rule && one.column === column)
  if (known) known.records.push(record)
  else warnings.push({ file, rule, column, records: [record] })
}

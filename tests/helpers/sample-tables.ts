import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCsv } from './csv-records'

export const SAMPLE = fileURLToPath(new URL('../../seed/sample', import.meta.url))

/** A file of the sample, taken apart: its well-formed rows. */
export interface Table {
  /** The file's name without dates and ending. */
  entity: string
  header: string[]
  rows: string[][]
}

/** The files of the sample as tables. */
export async function sampleTables(): Promise<Table[]> {
  const names = (await readdir(SAMPLE)).filter((name) => /\.(csv|tsv)$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(SAMPLE, name), 'utf8')).replace(/^\uFEFF/, '')
      const first = text.split(/[\r\n]/)[0] ?? ''
      const read = readCsv(text, [',', ';', '\t', '|'].find((d) => first.includes(d)) ?? ',')
      if (!read) throw new Error(`${name} has no header`)
      const rows = read.records.flatMap((r) => (r?.length === read.header.length ? [r] : []))
      return { entity: name.replace(/[\d-]*\.\w+$/, ''), header: read.header, rows }
    }),
  )
}

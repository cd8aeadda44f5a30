import { readFileSync } from 'node:fs'

// Part of the independent count behind sample/golden.json: nothing here is shared with the pipeline.

/** One record of a file: its number (1 = first below the header) and its cells, or why it has none. */
export type CsvRecord =
  | { number: number; cells: (string | null)[] }
  | { number: number; refused: 'malformed_record' | 'invalid_text' }

export interface CsvFile {
  columns: string[]
  records: CsvRecord[]
}

/** UTF-8, or Windows-1252 where the bytes are not UTF-8; a byte order mark says UTF-8 whatever follows. */
function decode(bytes: Buffer): string {
  if (bytes.subarray(0, 3).toString('hex') === 'efbbbf') return new TextDecoder('utf-8').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function clean(cell: string): string | null {
  const trimmed = cell.trim()
  return trimmed === '' ? null : trimmed
}

/** Reads one record that begins at `at`; undefined when its quotes do not close as they should. */
function readRecord(
  text: string,
  at: number,
  delimiter: string,
): { cells: string[]; next: number } | undefined {
  const cells: string[] = []
  let i = at
  for (;;) {
    let cell = ''
    if (text[i] === '"') {
      for (i++; ; i++) {
        if (i >= text.length) return undefined
        if (text[i] !== '"') cell += text[i]
        else if (text[i + 1] === '"') cell += text[i++]
        else break
      }
      i++
      if (i < text.length && text[i] !== delimiter && text[i] !== '\n') return undefined
    } else {
      while (i < text.length && text[i] !== delimiter && text[i] !== '\n') cell += text[i++]
    }
    cells.push(cell)
    if (i >= text.length || text[i] === '\n') return { cells, next: i + 1 }
    i++
  }
}

/** Reads a whole small CSV file. A record with a quoting error costs its first physical line only. */
export function readCsv(path: string): CsvFile {
  const text = decode(readFileSync(path)).replace(/\r\n?/g, '\n')
  const headerLine = text.slice(0, text.indexOf('\n'))
  const delimiter = [',', ';', '\t', '|'].reduce((best, d) =>
    headerLine.split(d).length > headerLine.split(best).length ? d : best,
  )
  const columns = headerLine.split(delimiter).map((name) => name.trim().toLowerCase())
  const records: CsvRecord[] = []
  let at = headerLine.length + 1
  while (at < text.length) {
    const number = records.length + 1
    const record = readRecord(text, at, delimiter)
    if (!record) {
      records.push({ number, refused: 'malformed_record' })
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end + 1
    } else {
      const fits = record.cells.length === columns.length
      // What could not be decoded has become U+FFFD.
      if (record.cells.some((cell) => cell.includes('\uFFFD')))
        records.push({ number, refused: 'invalid_text' })
      else
        records.push(
          fits ? { number, cells: record.cells.map(clean) } : { number, refused: 'malformed_record' },
        )
      at = record.next
    }
  }
  return { columns, records }
}

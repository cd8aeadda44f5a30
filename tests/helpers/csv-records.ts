/**
 * A second reader of CSV, written from these rules and not from the pipeline's code, to count records
 * with. Slow and plain: it looks at one character after the other.
 *
 * - Line ends are LF, CR and CRLF. The first line that is not blank is the header; it is
 *   read like a record.
 * - A field is quoted if its first character is a quote; in it two quotes are one, and line ends are
 *   text. A quote anywhere else is text.
 * - A record goes from one line end that is not quoted to the next. Lines of nothing but blanks are none.
 * - A file may be broken, and then what a record is must be agreed on: where a quoted field does not
 *   end before the file does, or goes on after its closing quote, or where a record is longer than
 *   1 MiB, the *line* in which the record began counts as one record and reading goes on behind it. So
 *   it is too where a record of several lines
 *   has another number of fields than the header although its second line alone begins a good record:
 *   then a quote too many or too few had swallowed that line.
 */
export interface CsvText {
  header: string[]
  /** The fields of each record; undefined for one that is broken. */
  records: (string[] | undefined)[]
}

const LONGEST = 1 << 20

/** @returns undefined for a text without a header */
export function readCsv(text: string, delimiter: string): CsvText | undefined {
  let at = 0
  while (at < text.length && ' \n\r'.includes(text.charAt(at))) at++
  if (at === text.length) return undefined
  const first = readRecord(text, at, delimiter)
  const line = lineFrom(text, at)
  const alone = readRecord(text.slice(at, line.end), 0, delimiter)
  // What a quote too many took in is one name.
  const header = first.broken ? [...alone.fields, ...(alone.broken ? ['?'] : [])] : first.fields
  at = first.broken ? line.next : first.next
  const records: CsvText['records'] = []
  while (at < text.length) {
    const line = lineFrom(text, at)
    const record = readRecord(text, at, delimiter)
    if (!record.broken && isBlank(text.slice(at, record.end), delimiter)) {
      at = record.next
    } else if (
      record.broken ||
      record.end - at > LONGEST ||
      swallowed(text, at, record, header.length, delimiter)
    ) {
      records.push(undefined)
      at = line.next
    } else {
      records.push(record.fields)
      at = record.next
    }
  }
  return { header, records }
}

interface Line {
  /** Where its text ends, and where the next begins. */
  end: number
  next: number
}
interface Read extends Line {
  fields: string[]
  broken: boolean
  /** Has a quote in a field that is not quoted. */
  stray: boolean
}

function readRecord(text: string, start: number, delimiter: string): Read {
  const fields: string[] = []
  let stray = false
  let at = start
  for (;;) {
    let field = ''
    if (text[at] === '"') {
      at++
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) {
        if (text[at] === '"') at++
        field += text[at++]
      }
      const closed = at < text.length
      at++
      if (!closed || !(at === text.length || isEnd(text[at], delimiter)))
        return { fields, broken: true, stray, end: at, next: at }
    } else {
      while (at < text.length && !isEnd(text[at], delimiter)) {
        if (text[at] === '"') stray = true
        field += text[at++]
      }
    }
    fields.push(field)
    if (text[at] !== delimiter) return { fields, broken: false, stray, ...lineFrom(text, at) }
    at++
  }
}

const isEnd = (c: string | undefined, delimiter: string) => c === delimiter || c === '\n' || c === '\r'

const isBlank = (text: string, delimiter: string) =>
  [...text].every((c) => c === ' ' || (c === '\t' && delimiter !== '\t'))

/** The line that goes on at `at`. */
function lineFrom(text: string, at: number): Line {
  let end = at
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  return {
    end,
    next: Math.min(text.length, text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1),
  }
}

function swallowed(text: string, start: number, record: Read, fields: number, delimiter: string): boolean {
  const { next } = lineFrom(text, start)
  if (next >= record.end || record.fields.length === fields) return false
  const second = readRecord(text.slice(0, record.end), next, delimiter)
  return !second.broken && !second.stray && second.fields.length === fields
}

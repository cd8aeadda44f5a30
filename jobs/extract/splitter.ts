import { isUtf8 } from 'node:buffer'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d
const BOUND = 1 << 20
const RAW_LIMIT = 10_000

/** A record that cannot be taken apart; `raw` is its text, cut at 10,000 bytes. */
export interface Malformed {
  recordNumber: number
  rule: 'malformed_record' | 'nul_character' | 'invalid_text'
  message: string
  raw: string
}

export interface SplitterOptions {
  delimiter: string
  /** Fields a record must have: those of the header. */
  fields: number
  /** Number of the first record: 1 = the first below the header. */
  firstRecord?: number
  /** Looks at each record for bytes that are not UTF-8: for a file known to be damaged. */
  checkText?: boolean
  write(chunk: Buffer): void
  malformed(record: Malformed): void
}

/** Longest record taken, in bytes. A longer one is kept aside; it is never held in memory whole. */
export const MAX_RECORD = BOUND

/**
 * Splits UTF-8 CSV bytes into records, a byte at a time and without a string per field. Well-formed records are
 * written on as `<record number><delimiter><record>\n`, so that whoever reads them needs to detect nothing;
 * CRLF, CR and mixed line ends become LF. The others go to `malformed`.
 *
 * Quoting is RFC 4180. A quote that closes where no field ends, or never, would swallow the lines behind it:
 * then only the physical line it began in is malformed, and splitting resumes at the next line.
 */
export class Splitter {
  /** Records found so far, malformed ones included; blank lines are not records. */
  records: number
  private readonly delimiter: number
  private pending: Buffer = Buffer.alloc(0)
  private out = Buffer.allocUnsafe(2 * BOUND)
  private used = 0
  /** Inside a record over MAX_RECORD: everything up to the next line end is dropped. */
  private skipping = false

  constructor(private readonly options: SplitterOptions) {
    this.delimiter = options.delimiter.charCodeAt(0)
    this.records = (options.firstRecord ?? 1) - 1
  }

  /** Takes the next bytes; chunks may end anywhere. */
  push(chunk: Buffer): void {
    const data = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk])
    const rest = this.split(data, false)
    this.pending = rest < data.length ? Buffer.from(data.subarray(rest)) : Buffer.alloc(0)
  }

  /** Ends the file: what is left is the last record, with or without a line end. */
  end(): void {
    if (this.pending.length > 0) this.split(this.pending, true)
    this.pending = Buffer.alloc(0)
    this.flush()
  }

  /** Splits `data` and returns where its last, unfinished record begins. */
  private split(data: Buffer, isEnd: boolean): number {
    let start = 0
    while (start < data.length) {
      if (this.skipping) {
        const end = lineEnd(data, start)
        if (end < 0) return data.length
        this.skipping = false
        start = afterLine(data, end)
        continue
      }
      const next = this.record(data, start, isEnd)
      if (next < 0) return start
      start = next
    }
    return data.length
  }

  /** Handles the record that begins at `start`; returns where the next one begins, or -1 if more bytes are needed. */
  private record(data: Buffer, start: number, isEnd: boolean): number {
    const { delimiter } = this
    const length = data.length
    let fields = 1
    let i = start
    let fieldStart = true
    let hasNul = false
    let strayQuote = false
    for (; i < length; i++) {
      const c = data[i]
      if (c === delimiter) {
        fields++
        fieldStart = true
        continue
      }
      if (c === LF || c === CR) break
      if (c === QUOTE) {
        if (fieldStart) {
          const close = closingQuote(data, i, delimiter)
          if (close === -1 || i - start > BOUND) {
            if (!isEnd && length - start <= BOUND) return -1
            return this.reject(
              data,
              start,
              isEnd,
              'malformed_record',
              'a quoted field is not closed: put a " at its end, or double a " inside it',
            )
          }
          if (close < -1)
            return this.reject(
              data,
              start,
              isEnd,
              'malformed_record',
              'a quoted field goes on after its closing quote: double a " inside a quoted field',
            )
          for (let k = i; k < close; k++) if (data[k] === 0) hasNul = true
          i = close
          fieldStart = false
          continue
        }
        strayQuote = true
      } else if (c === 0) hasNul = true
      fieldStart = false
    }
    if (i >= length && !isEnd) {
      if (length - start <= BOUND) return -1
      return this.tooLong(data, start)
    }
    if (i - start > BOUND) return this.reject(data, start, isEnd, 'malformed_record', tooLongMessage)
    // A CR at the very end of the bytes may be half of a CRLF.
    if (!isEnd && data[i] === CR && i + 1 >= length) return -1
    const next = i >= length ? length : afterLine(data, i)
    if (isBlank(data, start, i)) return next
    const { options } = this
    this.records++
    if (hasNul) this.keep(data, start, i, 'nul_character', 'the record contains a NUL byte: remove it')
    else if (options.checkText && !isUtf8Range(data, start, i))
      this.keep(
        data,
        start,
        i,
        'invalid_text',
        'the record has bytes that are not UTF-8 text: save the file as UTF-8',
      )
    else if (fields !== options.fields)
      this.keep(
        data,
        start,
        i,
        'malformed_record',
        `the record has ${fields} fields, the header has ${options.fields}`,
      )
    else if (strayQuote) this.writeQuoted(data, start, i)
    else this.write(data, start, i)
    return next
  }

  private reject(
    data: Buffer,
    start: number,
    isEnd: boolean,
    rule: Malformed['rule'],
    message: string,
  ): number {
    const end = lineEnd(data, start)
    if (end < 0 && !isEnd) return data.length - start <= BOUND ? -1 : this.tooLong(data, start)
    // A CR at the very end of the bytes may be half of a CRLF.
    if (!isEnd && data[end] === CR && end + 1 >= data.length) return -1
    const stop = end < 0 ? data.length : end
    this.records++
    this.keep(data, start, stop, rule, message)
    return end < 0 ? data.length : afterLine(data, end)
  }

  private tooLong(data: Buffer, start: number): number {
    this.records++
    this.keep(data, start, data.length, 'malformed_record', tooLongMessage)
    this.skipping = true
    return data.length
  }

  private keep(data: Buffer, start: number, end: number, rule: Malformed['rule'], message: string): void {
    const cut = end - start > RAW_LIMIT
    const raw = data.toString('utf8', start, cut ? start + RAW_LIMIT : end).replaceAll('\0', '\uFFFD')
    this.options.malformed({ recordNumber: this.records, rule, message, raw: cut ? `${raw}… (cut)` : raw })
  }

  private write(data: Buffer, start: number, end: number): void {
    const size = end - start
    if (this.used + size + 32 > this.out.length) this.flush()
    this.writeNumber()
    data.copy(this.out, this.used, start, end)
    this.used += size
    this.out[this.used++] = LF
  }

  /** A quote inside an unquoted field is text to us; written on, its field is quoted. */
  private writeQuoted(data: Buffer, start: number, end: number): void {
    const fields = splitFields(data.toString('utf8', start, end), this.options.delimiter)
    const record = Buffer.from(fields.map((f) => `"${f.replaceAll('"', '""')}"`).join(this.options.delimiter))
    if (this.used + record.length + 32 > this.out.length) this.flush()
    if (record.length + 32 > this.out.length) this.out = Buffer.allocUnsafe(record.length * 2)
    this.writeNumber()
    record.copy(this.out, this.used)
    this.used += record.length
    this.out[this.used++] = LF
  }

  private writeNumber(): void {
    this.used += this.out.write(String(this.records), this.used, 'latin1')
    this.out[this.used++] = this.delimiter
  }

  private flush(): void {
    if (this.used === 0) return
    this.options.write(this.out.subarray(0, this.used))
    this.out = Buffer.allocUnsafe(2 * BOUND)
    this.used = 0
  }
}

const tooLongMessage = 'the record is longer than 1 MiB: probably a line end or a closing quote is missing'

/** Index of the quote that closes the field opened at `open`; -1 if the bytes end first, below -1 if it closes where no field ends. */
function closingQuote(data: Buffer, open: number, delimiter: number): number {
  for (let i = data.indexOf(QUOTE, open + 1); i >= 0; i = data.indexOf(QUOTE, i + 1)) {
    if (i - open > BOUND) return -1
    const after = data[i + 1]
    if (after === QUOTE) {
      i++
      continue
    }
    if (after === undefined || after === delimiter || after === LF || after === CR) return i
    return -2
  }
  return -1
}

function lineEnd(data: Buffer, from: number): number {
  for (let i = from; i < data.length; i++) if (data[i] === LF || data[i] === CR) return i
  return -1
}

const afterLine = (data: Buffer, end: number) =>
  data[end] === CR && data[end + 1] === LF ? end + 2 : end + 1

function isBlank(data: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (data[i] !== 0x20 && data[i] !== 0x09) return false
  return true
}

const isUtf8Range = (data: Buffer, start: number, end: number) => isUtf8(data.subarray(start, end))

/** Fields of one well-formed record. */
export function splitFields(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let i = 0
  for (;;) {
    if (record[i] === '"') {
      let value = ''
      for (i++; ; ) {
        const close = record.indexOf('"', i)
        if (close < 0) {
          value += record.slice(i)
          i = record.length
          break
        }
        value += record.slice(i, close)
        i = close + 1
        if (record[i] !== '"') break
        value += '"'
        i++
      }
      fields.push(value)
    } else {
      const end = record.indexOf(delimiter, i)
      fields.push(end < 0 ? record.slice(i) : record.slice(i, end))
      i = end < 0 ? record.length : end
    }
    if (i >= record.length) return fields
    i++
    if (i === record.length) return [...fields, '']
  }
}

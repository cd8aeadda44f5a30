import { isUtf8 } from 'node:buffer'
import {
  CR,
  IS_DELIMITER,
  IS_LINE_END,
  IS_NUL,
  isOuterBlank,
  LF,
  MAX_RECORD,
  MAY_BE_BLANK,
  meanings,
  QUOTE,
} from './csv-bytes'
import { NumberedOutput } from './numbered-output'
import { splitFields } from './split-fields'

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
  /** Looks at each record for bytes that are not UTF-8: for a file known to be damaged. */
  checkText?: boolean
  write(chunk: Buffer): void
  malformed(record: Malformed): void
}

/** Where and why a scan stopped. */
type Stop = 'line end' | 'out of bytes' | 'out of bytes in quotes' | 'text after quotes'

const UNCLOSED = 'a quoted field is not closed: put a " at its end, or double a " inside it'
const TEXT_AFTER_QUOTES = 'a quoted field goes on after its closing quote: double a " inside a quoted field'
const TOO_LONG = 'the record is longer than 1 MiB: probably a line end or a closing quote is missing'

/**
 * Splits UTF-8 CSV bytes into records, without a string per field. Well-formed records are written on
 * as `<record number><delimiter><record>\n`, so that whoever reads them needs to detect nothing; CRLF, CR and
 * mixed line ends become LF. The others go to `malformed`.
 *
 * Quoting is RFC 4180. A quote that never closes, or closes where no field ends, would swallow the lines behind
 * it: then only the physical line it began in is malformed, and splitting resumes at the next line.
 */
export class Splitter {
  /** A quoted field holds a line end: readers must not cut the output at any LF. */
  hasQuotedLineEnds = false
  private readonly meaning: Uint8Array
  private readonly output: NumberedOutput
  private pending: Buffer = Buffer.alloc(0)
  /** Inside a record over MAX_RECORD: everything up to the next line end is dropped. */
  private skipping = false

  // Findings of the last scan.
  private at = 0
  private fields = 0
  private hasNul = false
  private strayQuote = false
  private lineEnds = false

  constructor(private readonly options: SplitterOptions) {
    this.meaning = meanings(options.delimiter)
    this.output = new NumberedOutput(options.delimiter, options.write)
  }

  /** Records found so far, malformed ones included; blank lines are not records. */
  get records(): number {
    return this.output.records
  }

  /** Whether any field has blanks around it; known at the end. */
  get hasBlanks(): boolean {
    return this.output.hasBlanks
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
    this.output.flush()
  }

  /** Splits `data` and returns where its last, unfinished record begins. */
  private split(data: Buffer, isEnd: boolean): number {
    const { fields, checkText } = this.options
    // In a file of one column a blank line looks like a record.
    const hasPlainRecords = fields > 1 && !checkText
    let start = 0
    while (start < data.length) {
      if (this.skipping) {
        const end = lineEnd(data, start)
        if (end < 0) return data.length
        this.skipping = false
        start = afterLine(data, end)
        continue
      }
      if (hasPlainRecords) start = this.output.plainRecords(data, start, this.meaning, fields)
      if (start >= data.length) break
      const next = this.record(data, start, isEnd)
      if (next < 0) return start
      start = next
    }
    return data.length
  }

  /** Handles the record that begins at `start`; returns where the next one begins, or -1 if more bytes are needed. */
  private record(data: Buffer, start: number, isEnd: boolean): number {
    const limit = Math.min(data.length, start + MAX_RECORD + 1)
    const isLast = isEnd && limit === data.length
    const stop = this.scan(data, start, limit, isLast)
    if (stop === 'text after quotes') return this.rejectLine(data, start, isEnd, TEXT_AFTER_QUOTES)
    if (stop !== 'line end' && !isLast) {
      if (limit - start <= MAX_RECORD) return -1
      return stop === 'out of bytes'
        ? this.tooLong(data, start)
        : this.rejectLine(data, start, isEnd, UNCLOSED)
    }
    if (stop === 'out of bytes in quotes') return this.rejectLine(data, start, isEnd, UNCLOSED)
    const end = this.at
    // A CR at the very end of the bytes may be half of a CRLF.
    if (stop === 'line end' && !isEnd && data[end] === CR && end + 1 >= data.length) return -1
    const { fields, hasNul, strayQuote, lineEnds } = this
    if (fields === 1 && this.isBlank(data, start, end))
      return stop === 'line end' ? afterLine(data, end) : end
    if (lineEnds && fields !== this.options.fields && this.swallowedRecords(data, start, end))
      return this.rejectLine(data, start, isEnd, UNCLOSED)

    if (hasNul) this.keep(data, start, end, 'nul_character', 'the record contains a NUL byte: remove it')
    else if (this.options.checkText && !isUtf8(data.subarray(start, end)))
      this.keep(
        data,
        start,
        end,
        'invalid_text',
        'the record has bytes that are not UTF-8 text: save the file as UTF-8',
      )
    else if (fields !== this.options.fields)
      this.keep(
        data,
        start,
        end,
        'malformed_record',
        `the record has ${fields} fields, the header has ${this.options.fields}`,
      )
    else {
      if (lineEnds) this.hasQuotedLineEnds = true
      if (strayQuote) this.writeQuoted(data, start, end)
      else this.output.record(data, start, end)
    }
    return stop === 'line end' ? afterLine(data, end) : end
  }

  /** Reads one record from `start`, before `limit`; its findings are left in `at`, `fields` and the flags. */
  private scan(data: Buffer, start: number, limit: number, isLast: boolean): Stop {
    const { meaning } = this
    let fields = 1
    let fieldStart = start
    let i = start
    this.hasNul = this.strayQuote = this.lineEnds = false
    for (; i < limit; i++) {
      const m = meaning[data[i] as number]
      if (m === 0) continue
      if (m === IS_DELIMITER) {
        fields++
        fieldStart = i + 1
      } else if (m === IS_LINE_END) break
      else if (m === MAY_BE_BLANK)
        this.output.hasBlanks ||= isOuterBlank(data, i, meaning) || (isLast && i + 1 === limit)
      else if (m === IS_NUL) this.hasNul = true
      else if (i !== fieldStart) this.strayQuote = true
      else {
        const close = this.closingQuote(data, i, limit)
        if (close >= limit - 1 && !(isLast && close === limit - 1)) return 'out of bytes in quotes'
        const after = close + 1 < limit ? meaning[data[close + 1] as number] : IS_LINE_END
        if (after !== IS_DELIMITER && after !== IS_LINE_END) return 'text after quotes'
        i = close
      }
    }
    this.at = i
    this.fields = fields
    return i < limit ? 'line end' : 'out of bytes'
  }

  /** Index of the quote that closes the field opened at `open`, or `limit`. Doubled quotes are text. */
  private closingQuote(data: Buffer, open: number, limit: number): number {
    const { meaning } = this
    for (let i = open + 1; i < limit; i++) {
      const m = meaning[data[i] as number]
      if (m === 0 || m === IS_DELIMITER) continue
      if (m === IS_LINE_END) this.lineEnds = this.output.hasBlanks = true
      else if (m === MAY_BE_BLANK) this.output.hasBlanks ||= isOuterBlank(data, i, meaning)
      else if (m === IS_NUL) this.hasNul = true
      else if (data[i + 1] === QUOTE && i + 1 < limit) i++
      else return i
    }
    return limit
  }

  /**
   * A record over several lines with a wrong number of fields is either one bad record, or an unclosed quote that
   * runs up to some later quote. It is the latter if its second line is a good record by itself.
   */
  private swallowedRecords(data: Buffer, start: number, end: number): boolean {
    const second = afterLine(data, lineEnd(data, start))
    if (second >= end) return false
    const stop = this.scan(data, second, end, true)
    return (
      (stop === 'line end' || stop === 'out of bytes') &&
      this.fields === this.options.fields &&
      !this.strayQuote
    )
  }

  /** Keeps the physical line at `start` aside; returns where the next one begins, or -1 if more bytes are needed. */
  private rejectLine(data: Buffer, start: number, isEnd: boolean, message: string): number {
    const end = lineEnd(data, start)
    if (end < 0 && !isEnd) return data.length - start <= MAX_RECORD ? -1 : this.tooLong(data, start)
    // A CR at the very end of the bytes may be half of a CRLF.
    if (!isEnd && data[end] === CR && end + 1 >= data.length) return -1
    this.keep(data, start, end < 0 ? data.length : end, 'malformed_record', message)
    return end < 0 ? data.length : afterLine(data, end)
  }

  private tooLong(data: Buffer, start: number): number {
    const end = lineEnd(data, start)
    this.keep(data, start, end < 0 ? data.length : end, 'malformed_record', TOO_LONG)
    this.skipping = true
    return start
  }

  private keep(data: Buffer, start: number, end: number, rule: Malformed['rule'], message: string): void {
    const cut = end - start > RAW_LIMIT
    const text = data.toString('utf8', start, cut ? start + RAW_LIMIT : end).replaceAll('\0', '\uFFFD')
    const raw = cut ? `${text.replace(/\uFFFD$/, '')}… (cut)` : text
    this.options.malformed({ recordNumber: this.records + 1, rule, message, raw })
    this.output.skip()
  }

  /** A quote inside an unquoted field is text to us; written on, its field is quoted. */
  private writeQuoted(data: Buffer, start: number, end: number): void {
    const fields = splitFields(data.toString('utf8', start, end), this.options.delimiter)
    const record = Buffer.from(fields.map((f) => `"${f.replaceAll('"', '""')}"`).join(this.options.delimiter))
    this.output.record(record, 0, record.length)
  }

  /** Nothing but blanks; where the tab divides fields it is no blank. */
  private isBlank(data: Buffer, start: number, end: number): boolean {
    for (let i = start; i < end; i++)
      if (data[i] !== 0x20 && (data[i] !== 0x09 || this.options.delimiter === '\t')) return false
    return true
  }
}

function lineEnd(data: Buffer, from: number): number {
  for (let i = from; i < data.length; i++) if (data[i] === LF || data[i] === CR) return i
  return -1
}

const afterLine = (data: Buffer, end: number) =>
  data[end] === CR && data[end + 1] === LF ? end + 2 : end + 1

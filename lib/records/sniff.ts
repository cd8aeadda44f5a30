import type { EntityName } from '@/lib/contract/entities'
import { isReasonColumn, matchHeader } from '@/lib/contract/header'
import { ContractError } from '@/lib/core/errors'
import { CR, LF, QUOTE } from './csv-bytes'
import { emptyFile } from './read'
import { splitFields } from './split-fields'

export interface Sniffed {
  delimiter: string
  entity: EntityName
  /** Names as in the file, made unique, one a field. */
  header: string[]
  /** The contract's column of each field, or null for an unknown one. */
  columns: (string | null)[]
  unknown: string[]
}

const DELIMITERS = [',', ';', '\t', '|']
/** Longest header line taken. */
export const MAX_HEADER = 64 * 1024

const BLANK = new Set([0x0a, 0x0d, 0x20])

/** Index of the first line end. */
function lineEnd(head: Buffer, start: number): number | undefined {
  for (let i = start; i < head.length; i++) if (isLineEnd(head[i])) return i
  return undefined
}

/**
 * Index of the first line end that is not in a quoted name. Undefined when the quotes do not fit, so that each
 * opens a name and closes it: one too many would else take the records up to some later quote for the header.
 */
function quotedLineEnd(head: Buffer, start: number): number | undefined {
  for (let i = start, isFirst = true; i < head.length; i++) {
    if (head[i] === QUOTE && isFirst) {
      const close = closingQuote(head, i)
      if (close === undefined || !(close + 1 === head.length || isNameEnd(head[close + 1]))) return undefined
      i = close
      isFirst = false
    } else if (isLineEnd(head[i])) return i
    else isFirst = isNameEnd(head[i])
  }
  return undefined
}

function closingQuote(head: Buffer, open: number): number | undefined {
  for (let i = open + 1; i < head.length; i++) {
    if (head[i] !== QUOTE) continue
    if (head[i + 1] !== QUOTE) return i
    i++
  }
  return undefined
}

const isLineEnd = (byte: number | undefined) => byte === LF || byte === CR
const isNameEnd = (byte: number | undefined) =>
  isLineEnd(byte) || DELIMITERS.some((delimiter) => delimiter.charCodeAt(0) === byte)

/** Where the header line ends in the first bytes of a file: its text and the index behind its line end. */
export function headerLine(head: Buffer, isWhole: boolean): { text: string; next: number } {
  let start = 0
  while (start < head.length && BLANK.has(head[start] ?? 0)) start++
  if (start >= head.length && isWhole) throw emptyFile('only blank lines')
  const end = quotedLineEnd(head, start) ?? lineEnd(head, start)
  if (end !== undefined && end - start <= MAX_HEADER)
    return {
      text: head.toString('utf8', start, end),
      next: head[end] === 0x0d && head[end + 1] === 0x0a ? end + 2 : end + 1,
    }
  if (end === undefined && isWhole && head.length - start <= MAX_HEADER)
    return { text: head.toString('utf8', start), next: head.length }
  throw new ContractError('header_too_long', 'The first line is longer than 64 KB: it is no header.', {
    whatToDo:
      'The first line must name the columns, and every record must stand on a line of its own. Check the line ends of the export.',
  })
}

/**
 * Finds delimiter and entity from the header: the delimiter under which the header fits best.
 * @throws ContractError unknown_header | missing_columns | duplicate_column, saying what is missing
 */
export function sniffHeader(text: string): Sniffed {
  const tries = DELIMITERS.map((delimiter) => {
    const fields = splitFields(text, delimiter)
    return { delimiter, fields, match: matchHeader(fields) }
  })
  const matched = tries
    .flatMap(({ delimiter, fields, match }) =>
      match.kind === 'matched' ? [{ delimiter, fields, match }] : [],
    )
    .sort((a, b) => b.fields.length - a.fields.length)[0]
  if (matched) {
    const { delimiter, fields, match } = matched
    const header = uniqueNames(fields)
    const unknown = header.filter((name, i) => match.columns[i] === null && !isReasonColumn(name))
    return { delimiter, entity: match.entity, header, columns: match.columns, unknown }
  }
  const best = tries.sort((a, b) => b.fields.length - a.fields.length)[0]
  if (best?.match.kind !== 'rejected') throw emptyFile('no header')
  const { code, message, missing, nearest } = best.match
  throw new ContractError(code, message, {
    context: { missing, nearest: nearest ?? null },
    whatToDo: 'Compare the first line with the columns in docs/data-contract.md.',
  })
}

/** A name for every field, no two the same even in another case: they become the keys of a quarantined record. */
function uniqueNames(fields: string[]): string[] {
  const taken = new Set<string>()
  return fields.map((field, i) => {
    const wanted = field.trim() || `column ${i + 1}`
    let name = wanted
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} (${n})`
    taken.add(name.toLowerCase())
    return name
  })
}

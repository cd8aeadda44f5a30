import type { EntityName } from '@/lib/contract/entities'
import { matchHeader } from '@/lib/contract/header'
import { ContractError } from '@/lib/core/errors'
import { emptyFile } from './read'
import { splitFields } from './splitter'

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

/** Where the header line ends in the first bytes of a file: its text and the index behind its line end. */
export function headerLine(head: Buffer, isWhole: boolean): { text: string; next: number } {
  let start = 0
  while (start < head.length && (head[start] === 0x0a || head[start] === 0x0d)) start++
  if (start >= head.length && isWhole) throw emptyFile('only line ends')
  let inQuotes = false
  for (let i = start; i < head.length; i++) {
    if (head[i] === 0x22) inQuotes = !inQuotes
    else if (!inQuotes && (head[i] === 0x0a || head[i] === 0x0d)) {
      const next = head[i] === 0x0d && head[i + 1] === 0x0a ? i + 2 : i + 1
      return { text: head.toString('utf8', start, i), next }
    }
  }
  if (isWhole && head.length - start <= MAX_HEADER)
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
  if (text.trim() === '') throw emptyFile('a blank first line')
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
    return {
      delimiter,
      entity: match.entity,
      header: uniqueNames(fields),
      columns: match.columns,
      unknown: match.unknown,
    }
  }
  const best = tries.sort((a, b) => b.fields.length - a.fields.length)[0]
  if (best?.match.kind !== 'rejected') throw emptyFile('no header')
  const { code, message, missing, nearest } = best.match
  throw new ContractError(code, message, {
    context: { missing, nearest: nearest ?? null },
    whatToDo: 'Compare the first line with the columns in docs/data-contract.md.',
  })
}

function uniqueNames(fields: string[]): string[] {
  const seen = new Map<string, number>()
  return fields.map((field, i) => {
    const name = field.trim() || `column ${i + 1}`
    const n = (seen.get(name.toLowerCase()) ?? 0) + 1
    seen.set(name.toLowerCase(), n)
    return n === 1 ? name : `${name} (${n})`
  })
}

import { normalizeColumn, REASON_COLUMNS } from './header'

/**
 * The file of refused rows a shop downloads, mends in a spreadsheet and uploads again: the columns of the original
 * file, then REASON_COLUMNS, which say what was wrong.
 */

/** Whether a header is that of a file of refused rows, whose texts carry the apostrophes of `guardFormula`. */
export function isRejectsFile(header: readonly string[]): boolean {
  const names = new Set(header.map(normalizeColumn))
  return REASON_COLUMNS.every((name) => names.has(name))
}

/**
 * A text as it stands in such a file: one a spreadsheet would run as a formula gets an apostrophe, and one that has
 * it already another, so that taking one off (GUARDED) gives the text back. Plain numbers stay as they are.
 */
export function guardFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
}

/** The pattern (RE2 and JavaScript) of a guarded text; its group is the text. */
export const GUARDED = "^'('*[=+@\\t\\r-])"

/** The text that `guardFormula` was given. */
export const unguardFormula = (text: string) => text.replace(new RegExp(GUARDED), '$1')

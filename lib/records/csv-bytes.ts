export const QUOTE = 0x22
export const LF = 0x0a
export const CR = 0x0d

/** Longest record taken, in bytes. A longer one is kept aside; it is never held in memory whole. */
export const MAX_RECORD = 1 << 20

// What a byte can mean outside quotes; everything else is 0.
export const IS_DELIMITER = 1
export const IS_LINE_END = 2
export const IS_QUOTE = 3
export const IS_NUL = 4
export const MAY_BE_BLANK = 5

const SPACE = 0x20
const TAB = 0x09
/** UTF-8 of the no-break space. */
const NBSP = [0xc2, 0xa0] as const

/** The meaning of every byte in a file with this delimiter. */
export function meanings(delimiter: string): Uint8Array {
  const meaning = new Uint8Array(256)
  meaning[SPACE] = meaning[TAB] = meaning[NBSP[0]] = MAY_BE_BLANK
  meaning[delimiter.charCodeAt(0)] = IS_DELIMITER
  meaning[LF] = IS_LINE_END
  meaning[CR] = IS_LINE_END
  meaning[QUOTE] = IS_QUOTE
  meaning[0] = IS_NUL
  return meaning
}

/**
 * Whether the byte at `i`, one that may be a blank, is one at the end of a field; the end of `data` is none. Wrong
 * only on the safe side.
 */
export function isOuterBlank(data: Buffer, i: number, meaning: Uint8Array): boolean {
  if (data[i] === NBSP[0]) return data[i + 1] === NBSP[1]
  if (data[i] === TAB || i === 0) return true
  return (
    isEdge(meaning[data[i - 1] as number]) || (i + 1 < data.length && isEdge(meaning[data[i + 1] as number]))
  )
}

const isEdge = (m: number | undefined) => m === IS_DELIMITER || m === IS_LINE_END || m === IS_QUOTE

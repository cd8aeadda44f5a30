/** What the pipeline reads; anything else would lie in the inbox for ever. */
const READABLE = /\.(csv|tsv)(\.gz)?$/i

const LONGEST = 120

/**
 * The name a file gets in the inbox, or undefined when it is not a type the pipeline reads. Only
 * letters, digits and `. _ -` remain, no folder and no leading dot: the name came from a stranger.
 */
export function safeName(given: string): string | undefined {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const extension = READABLE.exec(base)?.[0].toLowerCase()
  if (!extension) return undefined
  const stem = base
    .slice(0, -extension.length)
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+/, '')
    .slice(0, LONGEST)
  return `${stem || 'upload'}${extension}`
}

/** The name with a number before its extension: orders.csv → orders-2.csv. */
export function numbered(name: string, number: number): string {
  if (number === 1) return name
  return name.replace(READABLE, (extension) => `-${number}${extension}`)
}

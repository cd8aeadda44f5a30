/** The first bytes of a text, decoded; undefined for bytes that are no text. */
export function decodeHead(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0)) return undefined
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  try {
    // A character cut off at the end is no error: the head may stop anywhere.
    return utf8.decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

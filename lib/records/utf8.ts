import { isUtf8 } from 'node:buffer'

/** Bytes a UTF-8 sequence has that begins with this byte; 0 for none. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
}

/** How many bytes at the end of the chunk begin a sequence that goes on in the next one. */
function unfinished(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0
    if ((byte & 0xc0) !== 0x80) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

/** Whether chunks are together well-formed UTF-8, natively: several GB a second. */
export class Utf8Check {
  private rest: Buffer = Buffer.alloc(0)

  /** @returns false as soon as it cannot be UTF-8 */
  push(chunk: Buffer): boolean {
    let from = 0
    if (this.rest.length > 0) {
      // Only the sequence over the border is joined, not the whole chunk.
      const missing = sequenceLength(this.rest[0] ?? 0) - this.rest.length
      const joined = Buffer.concat([this.rest, chunk.subarray(0, missing)])
      if (chunk.length < missing) {
        this.rest = joined
        return joined.subarray(1).every((byte) => (byte & 0xc0) === 0x80)
      }
      if (!isUtf8(joined)) return false
      from = missing
    }
    const body = chunk.subarray(from)
    const open = unfinished(body)
    this.rest = Buffer.from(body.subarray(body.length - open))
    return isUtf8(body.subarray(0, body.length - open))
  }

  /** @returns whether the text did not stop in the middle of a character */
  end(): boolean {
    return this.rest.length === 0
  }
}

/** Second bytes that some leads do not take: overlong forms, surrogates, beyond U+10FFFF. */
const SECOND: Record<number, [number, number]> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
}
const NOT_IN_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

/** Counts good multi-byte sequences and bytes that belong to none, across chunks. */
export class Utf8Counter {
  multibyte = 0
  invalid = 0
  /** Of the invalid ones those that Windows-1252 has no character for. */
  unknown = 0
  private sequence: number[] = []

  push(chunk: Buffer): void {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0
      if (byte >= 0x80 || this.sequence.length > 0) this.take(byte)
    }
  }

  end(): void {
    this.refuse()
  }

  private take(byte: number): void {
    const [lead] = this.sequence
    if (lead === undefined) {
      if (byte < 0x80) return
      this.sequence.push(byte)
      if (sequenceLength(byte) === 0) this.refuse()
      return
    }
    const [low, high] = (this.sequence.length === 1 && SECOND[lead]) || [0x80, 0xbf]
    if (byte < low || byte > high) {
      this.refuse()
      this.take(byte)
      return
    }
    this.sequence.push(byte)
    if (this.sequence.length < sequenceLength(lead)) return
    this.multibyte++
    this.sequence = []
  }

  private refuse(): void {
    this.invalid += this.sequence.length
    for (const byte of this.sequence) if (NOT_IN_1252.has(byte)) this.unknown++
    this.sequence = []
  }
}

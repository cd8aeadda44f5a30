import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { SourceError } from '@/lib/core/errors'

export type Encoding = 'utf-8' | 'utf-8, damaged' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const CHUNK = 1 << 20

/**
 * The file's bytes, unpacked if it is gzip (by its content, not its name).
 * @throws SourceError truncated_gzip | bad_gzip
 */
async function* bytes(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: CHUNK })
  const magic = await firstBytes(path, 4)
  if (!(magic[0] === 0x1f && magic[1] === 0x8b)) {
    yield* source as AsyncIterable<Buffer>
    return
  }
  const unpacked = createGunzip({ chunkSize: CHUNK })
  pipeline(source, unpacked, () => {}) // its error reaches the reader below
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } catch (error) {
    const truncated = error instanceof Error && /unexpected end/i.test(error.message)
    throw new SourceError(
      truncated ? 'truncated_gzip' : 'bad_gzip',
      truncated
        ? 'The .gz file ends in the middle: it was not copied or written completely. No row of it was loaded.'
        : 'The .gz file is damaged and cannot be unpacked. No row of it was loaded.',
      { cause: error, whatToDo: 'Export or copy the file again and drop it in once more.' },
    )
  }
}

async function firstBytes(path: string, n: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(n), 0, n, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Decides how a file's text is encoded, by its byte order mark, else by reading it through. A file that is not
 * UTF-8 is Windows-1252 (which Latin-1 is part of), unless most of what is not ASCII in it is good UTF-8:
 * then it is UTF-8 with damaged places, and only the records concerned are kept aside.
 * @throws SourceError empty_file | binary_file | spreadsheet
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  let first: Buffer | undefined
  const utf8 = new Utf8Counter()
  for await (const chunk of bytes(path)) {
    if (!first) {
      first = chunk
      const marked = byMark(chunk)
      if (marked) return marked
      refuseBinary(chunk)
    }
    utf8.push(chunk)
  }
  utf8.end()
  if (!first) throw emptyFile('0 bytes')
  if (utf8.invalid === 0) return 'utf-8'
  return utf8.multibyte > utf8.invalid ? 'utf-8, damaged' : 'windows-1252'
}

export const emptyFile = (what: string) =>
  new SourceError('empty_file', `The file is empty (${what}): it has not even a header line.`, {
    whatToDo: 'Export it again. A file without rows still needs its first line with the column names.',
  })

function byMark(b: Buffer): Encoding | undefined {
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le'
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be'
  // Without a mark: Latin text in UTF-16 has a zero in every second byte.
  const head = b.subarray(0, 512)
  if (head.length < 16) return undefined
  let odd = 0
  let even = 0
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 ? odd++ : even++
  if (odd > head.length * 0.4 && even < 8) return 'utf-16le'
  if (even > head.length * 0.4 && odd < 8) return 'utf-16be'
  return undefined
}

function refuseBinary(b: Buffer): void {
  if (b.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1')))
    throw new SourceError('spreadsheet', 'The file is a spreadsheet or zip archive, not CSV text.', {
      whatToDo: 'Save the sheet as CSV (UTF-8), or unpack the archive, and drop the CSV in.',
    })
  const head = b.subarray(0, 65_536)
  let control = 0
  for (const byte of head) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) control++
  if (control > 8 && control > head.length * 0.02)
    throw new SourceError('binary_file', 'The file is not text (an image, a database or a damaged file?).', {
      whatToDo: 'Export it as CSV text, UTF-8, with a header line.',
    })
}

/** Counts good multi-byte sequences and bytes that fit none, across chunks. */
class Utf8Counter {
  multibyte = 0
  invalid = 0
  private missing = 0

  push(chunk: Buffer): void {
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i] ?? 0
      if (this.missing > 0) {
        if ((c & 0xc0) === 0x80) {
          if (--this.missing === 0) this.multibyte++
          continue
        }
        this.invalid++
        this.missing = 0
      }
      if (c < 0x80) continue
      if (c >= 0xc2 && c <= 0xdf) this.missing = 1
      else if (c >= 0xe0 && c <= 0xef) this.missing = 2
      else if (c >= 0xf0 && c <= 0xf4) this.missing = 3
      else this.invalid++
    }
  }

  end(): void {
    if (this.missing > 0) this.invalid++
  }
}

/** The file's text as UTF-8 bytes, without byte order mark. */
export async function* utf8Bytes(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8' || encoding === 'utf-8, damaged') {
    let isFirst = true
    for await (const chunk of bytes(path)) {
      const marked = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
      isFirst = false
      yield marked ? chunk.subarray(3) : chunk
    }
    return
  }
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of bytes(path)) yield Buffer.from(decoder.write(chunk))
  const rest = decoder.end()
  if (rest) yield Buffer.from(rest)
}

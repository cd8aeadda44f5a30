import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { SourceError } from '@/lib/core/errors'
import { Utf8Check, Utf8Counter } from './utf8'

export type Encoding = 'utf-8' | 'utf-8, damaged' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const CHUNK = 1 << 20

/** Thrown in the middle of a file that was read as UTF-8 and is not: see `secondEncoding`. */
export class NotUtf8 extends Error {}

/**
 * The file's bytes, unpacked if it is gzip (by its content, not its name).
 * @throws SourceError truncated_gzip | bad_gzip
 */
async function* bytes(path: string): AsyncGenerator<Buffer> {
  const magic = await firstBytes(path, 4)
  const source = createReadStream(path, { highWaterMark: CHUNK })
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
 * How the file's text is encoded by its beginning: UTF-16 by its byte order mark or its zeros, else UTF-8 until
 * something in it proves otherwise.
 * @throws SourceError empty_file | binary_file | spreadsheet | truncated_gzip | bad_gzip
 */
export async function firstEncoding(path: string): Promise<Encoding> {
  for await (const chunk of bytes(path)) {
    const marked = byMark(chunk)
    if (!marked) refuseBinary(chunk)
    return marked ?? 'utf-8'
  }
  throw emptyFile('0 bytes')
}

/**
 * For a file that turned out not to be UTF-8, by reading it through: Windows-1252 (which Latin-1 is part of),
 * unless most of what is not ASCII in it is good UTF-8, or it has bytes that Windows-1252 does not know. Then it
 * is UTF-8 with damaged places, and only the records concerned are kept aside.
 */
export async function secondEncoding(path: string): Promise<Encoding> {
  const counter = new Utf8Counter()
  for await (const chunk of bytes(path)) counter.push(chunk)
  counter.end()
  return counter.unknown > 0 || counter.multibyte > counter.invalid ? 'utf-8, damaged' : 'windows-1252'
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

/**
 * The file's text as UTF-8 bytes, without byte order mark.
 * @throws NotUtf8 when read as utf-8 and a byte is not
 */
export async function* utf8Bytes(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8' || encoding === 'utf-8, damaged') {
    const check = new Utf8Check()
    const strict = encoding === 'utf-8'
    let isFirst = true
    for await (const chunk of bytes(path)) {
      if (strict && !check.push(chunk)) throw new NotUtf8()
      const marked = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
      isFirst = false
      yield marked ? chunk.subarray(3) : chunk
    }
    if (strict && !check.end()) throw new NotUtf8()
    return
  }
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of bytes(path)) yield Buffer.from(decoder.write(chunk))
  const rest = decoder.end()
  if (rest) yield Buffer.from(rest)
}

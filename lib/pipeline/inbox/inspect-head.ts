import { createGunzip } from 'node:zlib'
import { matchHeader } from '@/lib/contract/header'
import { decodeHead } from './decode-head'
import { firstRecord } from './first-record'

/** What the beginning of a file says: an entity of the contract, or why the pipeline would refuse it. */
export type HeadFinding =
  | { ok: true; entity: string; unknownColumns: string[] }
  | {
      ok: false
      code: string
      message: string
      whatToDo: string
      entity?: string
      missingColumns?: string[]
    }

/**
 * Looks at the first bytes of a file as the pipeline will, so that whoever sends a wrong one hears it
 * at once. `whole`: the bytes are all there are. The rows are left to the pipeline.
 */
export async function inspectHead(
  head: Buffer,
  file: { name: string; whole: boolean },
): Promise<HeadFinding> {
  const gzipped = file.name.endsWith('.gz')
  const bytes = gzipped ? await gunzipHead(head) : head
  if (bytes === undefined) {
    return refuse(
      'broken_gzip',
      'The file ends in .gz and is not gzip, or is damaged.',
      'Compress it again and send that.',
    )
  }
  const text = decodeHead(bytes)
  if (text === undefined) {
    return refuse(
      'not_text',
      'The file is not text.',
      'Export the table as CSV; a spreadsheet file (.xlsx) is not one.',
    )
  }
  if (text.trim() === '') {
    return refuse('empty_file', 'The file is empty.', 'Its first line must name the columns.')
  }
  const header = firstRecord(text, file.whole && !gzipped)
  if (!header) {
    return refuse(
      'no_header',
      'The first line does not end where a header would.',
      'Put the column names into the first line.',
    )
  }
  const match = matchHeader(header)
  if (match.kind === 'matched') return { ok: true, entity: match.entity, unknownColumns: match.unknown }
  return {
    ok: false,
    code: match.code,
    message: match.message,
    whatToDo: 'Nothing of it was kept.',
    entity: match.nearest,
    missingColumns: match.missing,
  }
}

function refuse(code: string, message: string, whatToDo: string): HeadFinding {
  return { ok: false, code, message, whatToDo }
}

/** Bytes a gzip's beginning is unpacked to at most: a bomb is not unpacked further. */
const UNPACKED_BYTES = 1024 * 1024

/** What can be unpacked of a gzip that is cut off, or undefined when it is none. */
async function gunzipHead(head: Buffer): Promise<Buffer | undefined> {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return undefined
  const unpacker = createGunzip()
  const parts: Buffer[] = []
  let size = 0
  unpacker.end(head)
  try {
    for await (const part of unpacker) {
      parts.push(part)
      size += part.length
      if (size >= UNPACKED_BYTES) break
    }
  } catch {
    // The head of a longer file ends in the middle; what came before it is what was asked for.
    if (size === 0) return undefined
  }
  return Buffer.concat(parts)
}

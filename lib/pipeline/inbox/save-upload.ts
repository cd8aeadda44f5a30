import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StoreroomError } from '@/lib/core/errors'
import { type HeadFinding, inspectHead } from './inspect-head'
import { numbered, safeName } from './safe-name'

/** The inbox cannot be written to. */
export class InboxError extends StoreroomError {}

/** The beginning of a file that its header is looked for in. */
const HEAD_BYTES = 256 * 1024

export interface UploadLimits {
  maxBytes: number
}

/** What became of one uploaded file. */
export type UploadAnswer =
  | { name: string; accepted: true; savedAs: string; bytes: number; entity: string; unknownColumns: string[] }
  | {
      name: string
      accepted: false
      code: string
      message: string
      whatToDo: string
      /** For a header that lacks required columns: which, and of which entity. */
      entity?: string
      missingColumns?: string[]
      unknownColumns?: string[]
    }

const DRAFT = /^\.upload-.*\.part$/
/** No upload takes this long: what is older was left by a process that was killed. */
const ABANDONED_MS = 24 * 3_600_000

/** Makes the inbox if it is not there, and clears it of abandoned uploads. @throws InboxError */
export async function openInbox(inboxDir: string): Promise<void> {
  try {
    await mkdir(inboxDir, { recursive: true })
    for (const name of (await readdir(inboxDir)).filter((file) => DRAFT.test(file))) {
      const path = join(inboxDir, name)
      // Another upload may end, and take its draft away, between the two calls.
      const age = await stat(path)
        .then(({ mtimeMs }) => Date.now() - mtimeMs)
        .catch(() => 0)
      if (age > ABANDONED_MS) await rm(path, { force: true })
    }
  } catch (error) {
    throw isOfTheDisk(error) ? inboxError(inboxDir, error) : error
  }
}

/**
 * Streams one file into the inbox, which is open. It is read from at once: a stream that breaks off
 * before anybody listens would be waited for without end. It is written under a name the pipeline does not read and gets
 * its own only when it is whole and its header is one of the contract's; a file that is there
 * already is never written over, the new one gets a number.
 */
export async function saveUpload(
  content: Readable & { truncated?: boolean },
  givenName: string,
  inboxDir: string,
  limits: UploadLimits,
): Promise<UploadAnswer> {
  const name = givenName || 'a file without a name'
  const target = safeName(givenName)
  if (!target) {
    content.resume()
    return refuse(
      name,
      'not_csv',
      'Only .csv and .tsv files, also with .gz, are read.',
      'Export the table as CSV and send that.',
    )
  }
  const draft = join(inboxDir, `.upload-${randomUUID()}.part`)
  try {
    const { head, bytes } = await write(content, draft)
    if (content.truncated) {
      const most = Math.round(limits.maxBytes / 1_000_000).toLocaleString('en-GB')
      return refuse(
        name,
        'too_large',
        `The file is larger than ${most} MB.`,
        `Compress it with gzip, split it, or copy it into ${inboxDir}.`,
      )
    }
    const found = await inspectHead(head, { name: target, whole: bytes <= HEAD_BYTES })
    if (!found.ok) return { name, accepted: false, ...withoutOk(found) }
    return {
      name,
      accepted: true,
      savedAs: await settle(draft, inboxDir, target),
      bytes,
      entity: found.entity,
      unknownColumns: found.unknownColumns,
    }
  } catch (error) {
    throw isOfTheDisk(error) ? inboxError(inboxDir, error) : error
  } finally {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

const DISK_CODES = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'EIO',
])

function isOfTheDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && DISK_CODES.has(String(Reflect.get(error, 'code')))
}

function inboxError(inboxDir: string, cause: NodeJS.ErrnoException): InboxError {
  const full = cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
  return new InboxError('inbox_not_writable', `The inbox ${inboxDir} cannot be written to (${cause.code}).`, {
    whatToDo: full
      ? 'Free some space on its disk and send the file again.'
      : 'Check that it is a folder Storeroom may write to, or set INBOX_DIR.',
    cause,
  })
}

async function write(content: Readable, path: string): Promise<{ head: Buffer; bytes: number }> {
  const head: Buffer[] = []
  let bytes = 0
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - bytes))
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(content, watch, createWriteStream(path, { flags: 'wx' }))
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  return { head: Buffer.concat(head), bytes }
}

/** A link is made in one step and fails when the name is taken, which a rename does not. */
async function settle(draft: string, inboxDir: string, name: string): Promise<string> {
  for (let number = 1; number <= 10_000; number++) {
    const candidate = numbered(name, number)
    try {
      await link(draft, join(inboxDir, candidate))
      return candidate
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new Error(`the inbox has ten thousand files called ${name}`)
}

function refuse(name: string, code: string, message: string, whatToDo: string): UploadAnswer {
  return { name, accepted: false, code, message, whatToDo }
}

function withoutOk({ ok: _, ...rest }: Extract<HeadFinding, { ok: false }>) {
  return rest
}

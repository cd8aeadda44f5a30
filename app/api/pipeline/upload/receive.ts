import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { ApiError } from '@/app/api/_lib/route'
import { InboxError, openInbox, saveUpload, type UploadAnswer } from '@/lib/pipeline/inbox/save-upload'

export const MAX_FILE_BYTES = 2_000_000_000
const MAX_FILES = 100

/** Streams every file of a form into the inbox; memory does not grow with their size. */
export async function receiveUploads(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  inboxDir: string,
  signal?: AbortSignal,
  maxBytes = MAX_FILE_BYTES,
): Promise<UploadAnswer[]> {
  const parser = parserFor(contentType, maxBytes)
  await openInbox(inboxDir)
  const answers: Promise<UploadAnswer>[] = []
  const open = new Set<BusboyFileStream>()
  parser.on('file', (_field, content, name) => {
    open.add(content)
    // Also one whose name was refused and that nobody listens to may break off.
    content.on('error', () => undefined)
    content.once('close', () => {
      open.delete(content)
      // Nobody reads it to its end any more, so the form would wait for ever.
      if (!content.readableEnded)
        parser.destroy(content.errored ?? new Error('a file was not read to its end'))
    })
    const answer = saveUpload(content, name ?? '', inboxDir, { maxBytes })
    // The form may break off before anybody waits for this one.
    answer.catch(() => content.resume())
    answers.push(answer)
  })
  try {
    // Casts between two declarations of the same web stream, the browser's and Node's.
    await pipeline(Readable.fromWeb(body as unknown as NodeReadableStream), parser, { signal })
  } catch (error) {
    for (const content of open) content.destroy(new Error('the upload broke off'))
    for (const answer of await Promise.allSettled(answers)) {
      if (answer.status === 'rejected' && answer.reason instanceof InboxError) throw answer.reason
    }
    throw new ApiError(
      400,
      'broken_upload',
      `The upload broke off: ${error instanceof Error ? error.message : 'unreadable form'}.`,
      'Nothing of an unfinished file was kept; send it again.',
    )
  }
  return await Promise.all(answers)
}

function parserFor(contentType: string, maxBytes: number) {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fileSize: maxBytes, files: MAX_FILES, fields: 20 },
    })
  } catch {
    throw new ApiError(
      400,
      'bad_form',
      'The form has no boundary.',
      'Send multipart/form-data with its boundary.',
    )
  }
}

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { SourceError } from '@/lib/core/errors'
import type { TaskContext, TaskResult } from '../context'

const zArchived = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.coerce.number(),
  path: z.string(),
  effectiveAt: z.date(),
})

/**
 * The archived originals of files to be loaded again, in their order of arrival and under the time they took
 * effect: nothing about them is recorded anew.
 * @throws SourceError when one is gone from the archive, or no longer what arrived
 */
export async function findArchived(ctx: TaskContext, ids: readonly number[]): Promise<TaskResult> {
  const { rows } = await ctx.pg.query(
    `select id, name, sha256, size_bytes as bytes, archive_path as path, effective_at as "effectiveAt"
     from pipeline.source_files where id = any($1) and status <> 'received' order by id`,
    [ids],
  )
  const archived = z.array(zArchived).parse(rows)
  const files = []
  for (const [index, file] of archived.entries()) {
    ctx.progress(index, archived.length, file.name)
    const path = join(ctx.env.home, file.path)
    const found = await sha256(path, ctx.signal).catch((cause: unknown) => {
      throw new SourceError('archive_missing', `${file.name} cannot be read from the archive: ${path}.`, {
        cause,
        context: { fileId: file.id, path },
        whatToDo: 'Put the file back from a backup of the archive, then run again.',
      })
    })
    if (found !== file.sha256)
      throw new SourceError('archive_damaged', `The archived ${file.name} is not what arrived: ${path}.`, {
        context: { fileId: file.id, path, expected: file.sha256, found },
        whatToDo: 'Put the file back from a backup of the archive, then run again.',
      })
    files.push({
      fileId: file.id,
      name: file.name,
      path,
      bytes: file.bytes,
      effectiveAt: file.effectiveAt.toISOString(),
    })
  }
  const message = files.length === 1 ? '1 archived file' : `${files.length} archived files`
  return { rows: files.length, message, output: { files }, nothingNew: files.length === 0 }
}

async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal })
  return hash.digest('hex')
}

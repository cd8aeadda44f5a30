import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { SourceError } from '@/lib/core/errors'
import type { Task, TaskContext } from '../context'
import { findArchived } from '../extract/archived'
import { type Arrival, effectiveAt, zArrival } from '../extract/arrival'
import { takeDecisions } from '../extract/decisions'
import { countRetries } from '../extract/kept-rows'

/** What extract gets: the files of this run, oldest arrival first. */
export const zDiscovered = z.object({
  files: z.array(
    z.object({
      fileId: z.string(),
      name: z.string(),
      path: z.string(),
      bytes: z.number(),
      effectiveAt: z.string(),
    }),
  ),
})

const TAKEN = /\.(csv|tsv)(\.gz)?$/i

interface Candidate {
  name: string
  path: string
  sha256: string
  bytes: number
  archived: string
  arrival: Arrival | undefined
}

/**
 * Finds the files of the inbox that were not loaded yet, by their content: each is copied into the archive under
 * its sha256, where the original stays for good, and gets its place in the order of arrival, which never changes.
 * Without any, a run still has work to do when rows of the quarantine are to be tried again.
 */
export const discover: Task = async (ctx) => {
  if (ctx.run.reloadFileIds) return findArchived(ctx, ctx.run.reloadFileIds)
  const archive = join(ctx.env.home, 'archive')
  await mkdir(archive, { recursive: true })
  const names = await listInbox(ctx)
  const candidates = new Map<string, Candidate>()
  let ignored = 0
  for (const [index, name] of names.entries()) {
    ctx.signal.throwIfAborted()
    if (!TAKEN.test(name)) {
      ignored++
      if (!name.endsWith('.json'))
        ctx.log.info({ file: name }, 'not .csv, .tsv, .csv.gz or .tsv.gz: left alone')
      continue
    }
    const candidate = await archiveFile(ctx, archive, name)
    if (candidate && !candidates.has(candidate.sha256)) candidates.set(candidate.sha256, candidate)
    ctx.progress(index + 1, names.length, name)
  }
  const fresh = await withoutKnown(ctx, [...candidates.values()])
  for (const { path, archived } of fresh) await takeDecisions(path, join(archive, archived))
  const files = await recordArrivals(ctx, archive, fresh)
  const seen = candidates.size - fresh.length
  const retries = await countRetries(ctx)
  const message = [
    `${files.length} new`,
    seen > 0 && `${seen} seen before`,
    ignored > 0 && `${ignored} of another kind`,
    retries > 0 && `${retries} rows of the quarantine to try again`,
  ]
    .filter(Boolean)
    .join(', ')
  return { rows: files.length, message, output: { files }, nothingNew: files.length === 0 && retries === 0 }
}

async function listInbox(ctx: TaskContext): Promise<string[]> {
  try {
    const entries = await readdir(ctx.run.inboxDir, { withFileTypes: true })
    return entries
      .filter((e) => e.isFile() || e.isSymbolicLink())
      .map((e) => e.name)
      .filter((name) => !name.startsWith('.') && !/\.(part|tmp)$/i.test(name))
      .sort()
  } catch (error) {
    throw new SourceError('inbox_unreadable', `The inbox ${ctx.run.inboxDir} cannot be read.`, {
      cause: error,
      whatToDo: 'Create the folder, or set INBOX_DIR (or --inbox) to the one the exports are dropped into.',
    })
  }
}

/** Copies and hashes in one reading, so that what is loaded is what was hashed. A file that is still being written is left for the next run. */
async function archiveFile(ctx: TaskContext, archive: string, name: string): Promise<Candidate | undefined> {
  const path = join(ctx.run.inboxDir, name)
  const part = join(archive, `.${process.pid}-${Date.now()}.part`)
  const before = await stat(path)
  const hash = createHash('sha256')
  const hashing = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hashing, createWriteStream(part), {
      signal: ctx.signal,
    })
    const after = await stat(path)
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      ctx.log.warn({ file: name }, 'still being written: left for the next run')
      await rm(part)
      return undefined
    }
    const sha256 = hash.digest('hex')
    const ending = TAKEN.exec(name)?.[0].toLowerCase() ?? '.csv'
    const archived = `${sha256}${ending}`
    await rename(part, join(archive, archived))
    return { name, path, sha256, bytes: after.size, archived, arrival: await recordedArrival(path) }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** The arrival an archived file carries beside it: so the archive itself can be given as the inbox of a rebuild. */
async function recordedArrival(path: string): Promise<Arrival | undefined> {
  const manifest = path.replace(TAKEN, '.json')
  const text = await readFile(manifest, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : zArrival.safeParse(JSON.parse(text)).data
}

/** Without what was loaded or refused before; files of a run that failed are taken again. */
async function withoutKnown(ctx: TaskContext, candidates: Candidate[]): Promise<Candidate[]> {
  const { rows } = await ctx.pg.query(
    `select sha256 from pipeline.source_files where sha256 = any($1) and status <> 'received'`,
    [candidates.map((c) => c.sha256)],
  )
  const known = new Set(
    z
      .array(z.object({ sha256: z.string() }))
      .parse(rows)
      .map((r) => r.sha256),
  )
  return candidates.filter((c) => !known.has(c.sha256))
}

const zFile = z.object({ id: z.string(), name: z.string(), arrived_at: z.date(), effective_at: z.date() })

async function recordArrivals(ctx: TaskContext, archive: string, fresh: Candidate[]) {
  const now = ctx.clock()
  const described = fresh.map((c) => {
    const name = c.arrival?.name ?? c.name
    const arrivedAt = c.arrival ? new Date(c.arrival.arrivedAt) : now
    return {
      ...c,
      name,
      arrivedAt,
      effective: effectiveAt(name, arrivedAt, ctx.env.storeTimezone),
      order: c.arrival?.id ?? '',
    }
  })
  // Files found together arrive in the order of the archive's record, else of the date in their names, else of their names.
  described.sort(
    (a, b) =>
      a.order.length - b.order.length ||
      a.order.localeCompare(b.order) ||
      a.effective.getTime() - b.effective.getTime() ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
  const files = []
  for (const c of described) {
    const { rows } = await ctx.pg.query(
      `insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, run_id, status, header, unknown_columns)
       values ($1, $2, $3, $4, $5, $6, $7, 'received', '{}', '{}')
       on conflict (sha256) do update set run_id = excluded.run_id
       returning id, name, arrived_at, effective_at`,
      [c.sha256, c.name, c.bytes, join('archive', c.archived), c.arrivedAt, c.effective, String(ctx.run.id)],
    )
    const file = zFile.parse(rows[0])
    // A file of a run that was cancelled or killed has arrived before: its first arrival stands.
    const manifest: Arrival = { id: file.id, name: file.name, arrivedAt: file.arrived_at.toISOString() }
    await writeFile(join(archive, `${c.sha256}.json`), `${JSON.stringify(manifest, null, 2)}\n`)
    files.push({
      fileId: file.id,
      name: file.name,
      path: join(archive, c.archived),
      bytes: c.bytes,
      effectiveAt: file.effective_at.toISOString(),
    })
  }
  return files
}

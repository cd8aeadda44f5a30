import { constants } from 'node:fs'
import { access, readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DatabaseError, DiskError, SourceError } from '@/lib/core/errors'
import { formatBytes } from '@/lib/core/format'
import { missingMigrations } from '@/lib/db/missing-migrations'
import { query } from '@/lib/db/sql'
import type { HealthCheck, HealthContext } from './orchestrate/health'

/** A run writes the archive's copy, the split records, DuckDB's tables and the rows to copy: 9.0× the demo data's 3.9 MB at its peak. */
const BYTES_PER_INPUT_BYTE = 9
/** CSV shrinks to about an eighth under gzip. */
const GZIP = 8
const LEAST_BYTES = 64 * 1024 * 1024

/** What is looked at before the first task of a run. */
export const healthChecks: readonly HealthCheck[] = [
  { name: 'database', look: lookAtDatabase },
  { name: 'inbox', look: lookAtInbox },
  { name: 'disk', look: lookAtDisk },
]

async function lookAtDatabase({ db }: HealthContext): Promise<string> {
  const missing = await missingMigrations(db)
  if (missing.length > 0)
    throw new DatabaseError('not_migrated', `The database lacks ${missing.join(', ')}.`, {
      whatToDo: 'Run `npm run migrate` (or `npm start`, which does it), then run again.',
      context: { missing },
    })
  const [row] = await query(
    z.object({ version: z.string(), readOnly: z.string() }),
    `select current_setting('server_version') as version, current_setting('transaction_read_only') as "readOnly"`,
    [],
    db,
  )
  if (row?.readOnly === 'on')
    throw new DatabaseError('read_only', 'The database takes no changes: it is a replica or set read-only.', {
      whatToDo: 'Set DATABASE_URL to the primary server.',
    })
  return `PostgreSQL ${row?.version.split(' ')[0]}, migrated`
}

async function lookAtInbox({ inboxDir, reloadFileIds, resuming }: HealthContext): Promise<string> {
  if (resuming) return 'not needed any more'
  if (reloadFileIds) return 'not needed: archived files are loaded again'
  try {
    await access(inboxDir, constants.R_OK | constants.X_OK)
    return `${(await readdir(inboxDir)).length} entries in ${inboxDir}`
  } catch (cause) {
    throw new SourceError('inbox_unreadable', `The inbox ${inboxDir} cannot be read.`, {
      cause,
      context: { inboxDir },
      whatToDo: 'Create the folder, or set INBOX_DIR (or --inbox) to the one the exports are dropped into.',
    })
  }
}

async function lookAtDisk(context: HealthContext): Promise<string> {
  const { home } = context.env
  const { bavail, bsize } = await statfs(home).catch((cause: unknown) => {
    throw new DiskError('home_unusable', `${home} cannot be used.`, {
      cause,
      whatToDo: 'Set STOREROOM_HOME to a folder on a disk that can be written.',
    })
  })
  const free = bavail * bsize
  const input = context.resuming ? 0 : await inputBytes(context)
  const needed = LEAST_BYTES + input * BYTES_PER_INPUT_BYTE
  const found = `${formatBytes(free)} free at ${home}, about ${formatBytes(needed)} needed`
  if (free < needed)
    throw new DiskError('disk_space', `Too little space: ${found}.`, {
      context: { home, freeBytes: free, neededBytes: needed, inputBytes: input },
      whatToDo: `Free at least ${formatBytes(needed - free)} there, or set STOREROOM_HOME to a larger disk; then run again.`,
    })
  return found
}

/** Bytes of the files the run is going to read, gzip unpacked, as far as their names tell. */
async function inputBytes({ inboxDir, reloadFileIds, db }: HealthContext): Promise<number> {
  const weight = (name: string, bytes: number) =>
    /\.(csv|tsv)$/i.test(name) ? bytes : /\.(csv|tsv)\.gz$/i.test(name) ? bytes * GZIP : 0
  const known = await query(
    z.object({ name: z.string(), bytes: z.coerce.number() }),
    `select name, size_bytes as bytes from pipeline.source_files
     where case when $1::bigint[] is null then status <> 'received' else id = any($1) end`,
    [reloadFileIds ?? null],
    db,
  )
  if (reloadFileIds) return known.reduce((sum, file) => sum + weight(file.name, file.bytes), 0)
  // Files stay in the inbox after they were loaded: those of a known name and size are not read again.
  const loaded = new Set(known.map((file) => `${file.bytes} ${file.name}`))
  let bytes = 0
  for (const name of await readdir(inboxDir).catch(() => [])) {
    const size = await stat(join(inboxDir, name)).then(
      (s) => (s.isFile() ? s.size : 0),
      () => 0,
    )
    if (!loaded.has(`${size} ${name}`)) bytes += weight(name, size)
  }
  return bytes
}

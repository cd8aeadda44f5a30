import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { dag } from '@/jobs/dag'
import { openSession } from '@/jobs/duckdb/session'
import { executeRun, type Outcome } from '@/jobs/orchestrate/execute'
import { parseEnv } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { type TestDatabase, testDatabase } from './database'

export interface TestWarehouse {
  db: TestDatabase
  home: string
  /** Runs the real DAG in this process over a folder. */
  run(inboxDir: string, options?: { clock?: () => Date; reloadFileIds?: number[] }): Promise<Outcome>
  close(): Promise<void>
}

/** An empty warehouse of its own with a state folder, whose runs execute in this process. */
export async function testWarehouse(variables: Record<string, string> = {}): Promise<TestWarehouse> {
  const db = await testDatabase()
  const home = await mkdtemp(join(tmpdir(), 'storeroom-home-'))
  const env = parseEnv({ STOREROOM_HOME: home, DATABASE_URL: db.url, ...variables })
  const connect = async () => {
    const client = new pg.Client({ connectionString: db.url })
    await client.connect()
    return client
  }
  return {
    db,
    home,
    run: async (inboxDir, { clock = () => new Date(), reloadFileIds } = {}) => {
      const lease = await db.pool.query(
        'update pipeline.lease set epoch = epoch + 1 where id = 1 returning epoch',
      )
      const { epoch } = z.object({ epoch: z.coerce.bigint() }).parse(lease.rows[0])
      const { rows } = await db.pool.query(
        `insert into pipeline.runs (status, trigger, inbox_dir, started_at, epoch, reload_file_ids)
         values ('running', 'cli', $1, now(), $2, $3) returning id`,
        [inboxDir, epoch.toString(), reloadFileIds ?? null],
      )
      const { id } = z.object({ id: z.coerce.number() }).parse(rows[0])
      const folder = join(home, 'runs', String(id))
      await mkdir(folder, { recursive: true })
      const [taskClient, tx] = await Promise.all([connect(), connect()])
      const duck = await openSession(folder)
      try {
        return await executeRun({
          dag,
          run: { id, inboxDir, epoch, trigger: 'cli', reloadFileIds },
          folder,
          fromScratch: true,
          duck,
          books: db.pool,
          pg: taskClient,
          tx,
          connect,
          env,
          clock,
          log: log.child({}, { level: 'silent' }),
          signal: new AbortController().signal,
          isInterruption: () => false,
        })
      } finally {
        await duck.close()
        await Promise.all([taskClient.end(), tx.end()])
        await rm(folder, { recursive: true, force: true })
      }
    },
    close: async () => {
      await db.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A folder with the given files, to be used as an inbox. */
export async function inboxOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storeroom-inbox-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

const zFile = z.object({
  name: z.string(),
  status: z.string(),
  entity: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  read: z.coerce.number(),
  loaded: z.coerce.number(),
  unchanged: z.coerce.number(),
  superseded: z.coerce.number(),
  quarantined: z.coerce.number(),
})
export type FileBooks = z.infer<typeof zFile>

/** What became of every file, by name. */
export async function fileBooks(db: TestDatabase): Promise<Record<string, FileBooks>> {
  const { rows } =
    await db.pool.query(`select name, status, entity, reject_code as code, reject_message as message,
    rows_read as read, rows_loaded as loaded, rows_unchanged as unchanged, rows_superseded as superseded,
    rows_quarantined as quarantined from pipeline.source_files order by id`)
  return Object.fromEntries(
    z
      .array(zFile)
      .parse(rows)
      .map((file) => [file.name, file]),
  )
}

import { dirname, join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { postgresBinaries, serverAccount } from '@/scripts/lib/postgres-binaries'
import { pgCtl, type Server } from '@/scripts/lib/postgres-cluster'

/** The test run's own PostgreSQL, to be stopped and started on the same port. */
export async function postgresServer(db: Pick<pg.Pool, 'query'>) {
  const { rows } = await db.query('show data_directory')
  const { data_directory: dataDir } = z.object({ data_directory: z.string() }).parse(rows[0])
  const account = serverAccount()
  const place = dirname(dataDir)
  const logFile = join(place, 'server.log')
  const server: Server = { bin: postgresBinaries(account, () => {}), place, dataDir, logFile, account }
  const control = async (args: string[]) => {
    const { code, output } = await pgCtl(server, args)
    if (code !== 0) throw new Error(`pg_ctl ${args[0]} failed: ${output}`)
  }
  return {
    /** As an administrator does: open transactions are rolled back, what is committed is written. */
    stop: () => control(['stop', '-m', 'fast', '-w', '-t', '30']),
    start: () => control(['start', '-w', '-t', '60', '-l', logFile]),
  }
}

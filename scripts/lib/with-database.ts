import { parseEnv } from '@/lib/core/env'
import { applyMigrations } from '@/lib/db/migrate'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { embeddedPostgres } from './postgres-server'

export interface WithDatabaseOptions {
  /** `work` handles SIGINT and SIGTERM itself and returns soon after one. */
  ownSignals?: boolean
}

/**
 * What every command line does around its work: uses DATABASE_URL, or else the embedded
 * server (started if it does not run, stopped afterwards if nobody else uses it), brings it
 * to the newest migration and sets DATABASE_URL for the rest of the process.
 */
export async function withDatabase<T>(
  work: (url: string, appliedMigrations: string[]) => Promise<T>,
  options: WithDatabaseOptions = {},
): Promise<T> {
  const settings = parseEnv()
  const note = (text: string) => void process.stderr.write(`${text}\n`)
  const server = settings.databaseUrl ? undefined : await embeddedPostgres({ home: settings.home, note })
  const url = settings.databaseUrl ?? server?.url ?? ''
  process.env.DATABASE_URL = url
  const stop = async () => {
    await Promise.allSettled([closePool(), closePrisma()])
    await server?.release()
  }
  // Ctrl-C during a command line must not leave its server behind.
  const onSignal = (signal: NodeJS.Signals) => {
    void stop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const applied = await applyMigrations(url)
    if (options.ownSignals) process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    return await work(url, applied)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await stop()
  }
}

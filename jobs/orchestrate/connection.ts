import pg from 'pg'

export interface TrackedClient {
  client: pg.Client
  /** True once the connection ended without being asked to. */
  lost(): boolean
  close(): Promise<void>
}

/** What the stale backends of a dead run are recognised by. */
export const RUN_APPLICATION = 'storeroom run'

/**
 * A connection for long work: no statement timeout, and the server looks every 500 ms whether
 * the client is still there, so a killed process does not keep its locks until a statement ends.
 */
export async function openConnection(url: string, applicationName: string): Promise<TrackedClient> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  let closing = false
  let lost = false
  const ended = () => {
    lost ||= !closing
  }
  client.on('error', ended)
  client.on('end', ended)
  await client.connect()
  await client.query(
    `select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false),
       set_config('idle_in_transaction_session_timeout', '0', false), set_config('timezone', 'UTC', false)`,
  )
  // Not known before PostgreSQL 14 and refused where the platform cannot do it; both are bearable.
  await client.query(`select set_config('client_connection_check_interval', '500', false)`).catch(() => {})
  return {
    client,
    lost: () => lost,
    close: async () => {
      closing = true
      await client.end().catch(() => {})
    },
  }
}

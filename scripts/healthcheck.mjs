// Health of a container: `node scripts/healthcheck.mjs web|worker` ends with 0 when it is well.
import pg from 'pg'

/** The pages answer and reach the database; that no load is published yet is no illness. */
async function web() {
  const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/api/health`)
  const { database } = await answer.json()
  return database === 'up'
}

/** The worker of this container listens for runs: it holds the connection it hears of them on. */
async function worker() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 3_000 })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select 1 from pg_stat_activity where application_name = 'storeroom events' and client_addr = inet_client_addr()",
    )
    return rows.length > 0
  } finally {
    await client.end()
  }
}

const checks = { web, worker }
const well = await checks[process.argv[2]]().catch(() => false)
process.exit(well ? 0 : 1)

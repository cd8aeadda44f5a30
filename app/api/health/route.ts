import { cacheStats } from '@/lib/cache'
import { log } from '@/lib/core/log'
import { versionInfo } from '@/lib/pipeline/version'

export const dynamic = 'force-dynamic'

/** 200 only when dashboards can be served: the database answers and a load is published. No sign-in. */
export async function GET(): Promise<Response> {
  const answer = (status: number, body: object) =>
    Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  try {
    const [load, cache] = await Promise.all([versionInfo(), cacheStats()])
    const parts = { database: 'up', redis: cache.redis }
    if (load)
      return answer(200, { status: 'ok', ...parts, version: load.version, publishedAt: load.publishedAt })
    return answer(503, {
      status: 'empty',
      ...parts,
      error: {
        code: 'no_load',
        message: 'No load is published yet.',
        whatToDo: 'Put CSV files into the inbox and run the pipeline: npm run pipeline -- --inbox DIR',
      },
    })
  } catch (error) {
    log.error({ err: error }, 'health: the database did not answer')
    return answer(503, {
      status: 'down',
      database: 'down',
      error: {
        code: 'database_unavailable',
        message: 'The database does not answer.',
        whatToDo: 'Check DATABASE_URL and that PostgreSQL runs; the server’s log has the reason.',
      },
    })
  }
}

import { z } from 'zod'
import { sqlFile, sqlFiles } from './sql/sql'

const zCheck = z.object({
  name: z.string(),
  level: z.enum([
    'file',
    'row',
    'referential',
    'business rule',
    'reconciliation',
    'statistical',
    'freshness',
  ]),
  severity: z.enum(['blocking', 'warning']),
  description: z.string().min(1),
  sql: z.string().min(1),
})
export type Check = z.infer<typeof zCheck>

/** All checks, from the files of `jobs/sql/checks`: the lines `-- key: value` at their top describe them. */
export function checks(): Check[] {
  return sqlFiles('checks').map((name) => {
    const sql = sqlFile(`checks/${name}`)
    const described = Object.fromEntries([...sql.matchAll(/^-- (\w+): (.+)$/gm)].map((m) => [m[1], m[2]]))
    return zCheck.parse({ name, sql, ...described })
  })
}

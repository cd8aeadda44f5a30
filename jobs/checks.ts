import { z } from 'zod'
import { rules } from '@/lib/contract/rules'
import { InternalError } from '@/lib/core/errors'
import { ruleInfo } from '@/lib/pipeline/check-rules'
import { type CheckInfo, checkInfo } from '@/lib/pipeline/check-words'
import { sqlFile, sqlFiles } from './sql/sql'

const zHeader = z.object({
  level: z.string(),
  severity: z.string(),
  threshold: z
    .string()
    .regex(/^\d+(\.\d+)? \S/, 'a threshold is a number and what it counts')
    .optional(),
  description: z.string(),
  what_to_do: z.string(),
  uses: z.string().optional(),
  scan: z.string().optional(),
})

/** A check of `jobs/sql/checks`. */
export type Check = CheckInfo & { kind: 'sql' } & (
    | { form: 'query' /** Models of `jobs/sql/models` it reads. */; uses: string[]; sql: string }
    /** A condition on the rows of one scan: checks of the same scan are judged in one pass. */
    | { form: 'scan'; scan: string; columns: string; condition: string }
  )

/**
 * All checks, from the files of `jobs/sql/checks`: the lines `-- key: value` at their top describe them. A check
 * is a query of offending rows. With `-- scan: name` it must read `select … from name where …`.
 */
export function checks(): Check[] {
  return sqlFiles('checks').map(readCheck)
}

/** Every check with what is said about it: the queries first, then the rules of the source contract. */
export function checkCatalogue(): CheckInfo[] {
  const queries = checks().map((check) => checkInfo.parse(check))
  return [...queries, ...rules.map(ruleInfo)]
}

function readCheck(name: string): Check {
  const text = sqlFile(`checks/${name}`)
  const header = zHeader.parse(
    Object.fromEntries([...text.matchAll(/^-- (\w+): (.+)$/gm)].map((m) => [m[1], m[2]])),
  )
  const [value = '', ...unit] = header.threshold?.split(' ') ?? []
  const info = checkInfo.parse({
    name,
    kind: 'sql',
    level: header.level,
    severity: header.severity,
    description: header.description,
    whatToDo: header.what_to_do,
    threshold: header.threshold ? { value: Number(value), unit: unit.join(' ') } : null,
  })
  const sql = text.replace(/^--.*\n/gm, '').trim()
  if (!header.scan) return { ...info, kind: 'sql', form: 'query', uses: header.uses?.split(', ') ?? [], sql }
  const parts = new RegExp(`^select ([^;]+)\\nfrom ${header.scan}\\nwhere ([^;]+)$`).exec(sql)
  if (!parts?.[1] || !parts[2])
    throw new InternalError(
      'bad_check',
      `jobs/sql/checks/${name}.sql must read: select …, from ${header.scan}, where …`,
    )
  return { ...info, kind: 'sql', form: 'scan', scan: header.scan, columns: parts[1], condition: parts[2] }
}

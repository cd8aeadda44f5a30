import type pg from 'pg'
import { z } from 'zod'
import type { Check } from '../checks'
import { sqlFile } from '../sql/sql'
import { type Given, withGiven } from './given'

/** How many offending rows are kept with a result. */
export const SAMPLE_ROWS = 10

export type SampleRow = Record<string, unknown>

/** What a check found. */
export interface Finding {
  name: string
  failing: number
  /** Up to ten of the offending rows; `file_id` and `record` say where one came from. */
  sample: SampleRow[]
  /** Why it passes without a verdict. */
  note: string | null
  seconds: number
  threshold: number | null
}

type Connection = Pick<pg.Client, 'query'>
type Thresholds = (name: string) => number | null

const zSample = z.array(z.record(z.string(), z.unknown()))
const zAnswer = z.object({ failing: z.coerce.number(), sample: zSample, note: z.string().nullable() })

/**
 * Runs checks one after the other; those of one scan together, in one pass over its rows.
 * @param thresholds the value each compares with: its own, or the shop's
 */
export async function* evaluate(
  db: Connection,
  checks: readonly Check[],
  given: Omit<Given, 'threshold'>,
  thresholds: Thresholds,
): AsyncGenerator<Finding[]> {
  for (const check of checks)
    if (check.form === 'query') {
      const threshold = thresholds(check.name)
      yield [await queryCheck(db, check, { ...given, threshold })]
    }
  const scanned = checks.filter((check) => check.form === 'scan')
  for (const scan of new Set(scanned.map((check) => check.scan)))
    yield await scanChecks(
      db,
      scan,
      scanned.filter((check) => check.scan === scan),
      given,
      thresholds,
    )
}

/**
 * Counts the offending rows while they stream past and keeps the first ten. A row with `passes_because` is no
 * offence: it says why the check has no verdict.
 */
async function queryCheck(
  db: Connection,
  check: Extract<Check, { form: 'query' }>,
  given: Given,
): Promise<Finding> {
  const started = performance.now()
  const params: unknown[] = []
  const models = check.uses.map((name) => `${name} as (${sqlFile(`models/${name}`)})`)
  const excuse = /\bpasses_because\b/.test(check.sql) ? 'offence.passes_because' : 'null::text'
  const text = `${models.length > 0 ? `with ${models.join(', ')}` : ''}
    select count(*) filter (where excuse is null) as failing, max(excuse) as note,
      coalesce(jsonb_agg(to_jsonb(offence) - 'passes_because') filter (where excuse is null and place <= ${SAMPLE_ROWS}), '[]') as sample
    from (select offence, ${excuse} as excuse, row_number() over () as place from (${check.sql}) offence) found`
  const { rows } = await db.query(withGiven(text, given, params), params)
  const answer = zAnswer.parse(rows[0])
  const note = answer.failing === 0 ? answer.note : null
  return { name: check.name, ...answer, note, seconds: since(started), threshold: given.threshold }
}

/** One pass counts for all checks of a scan; only those that failed are asked for examples. */
async function scanChecks(
  db: Connection,
  scan: string,
  checks: Extract<Check, { form: 'scan' }>[],
  given: Omit<Given, 'threshold'>,
  thresholds: Thresholds,
): Promise<Finding[]> {
  const started = performance.now()
  const params: unknown[] = []
  const counts = checks.map(({ name, condition }, index) => {
    const filter = withGiven(condition, { ...given, threshold: thresholds(name) }, params)
    return `count(*) filter (where ${filter}) as c${index}`
  })
  const source = withGiven(sqlFile(`scans/${scan}`), { ...given, threshold: null }, params)
  const { rows } = await db.query(`select ${counts.join(', ')} from (${source}) ${scan}`, params)
  const counted = z.record(z.string(), z.coerce.number()).parse(rows[0])
  const each = since(started) / checks.length
  const findings: Finding[] = []
  for (const [index, check] of checks.entries()) {
    const threshold = thresholds(check.name)
    const failing = counted[`c${index}`] ?? 0
    const sampled = performance.now()
    const sample = failing > 0 ? await examples(db, check, { ...given, threshold }) : []
    findings.push({
      name: check.name,
      failing,
      sample,
      note: null,
      seconds: each + since(sampled),
      threshold,
    })
  }
  return findings
}

async function examples(
  db: Connection,
  { scan, columns, condition }: Extract<Check, { form: 'scan' }>,
  given: Given,
): Promise<SampleRow[]> {
  const params: unknown[] = []
  const text = `select to_jsonb(offence) as offence from (
    select ${columns} from (${sqlFile(`scans/${scan}`)}) ${scan} where ${condition} limit ${SAMPLE_ROWS}) offence`
  const { rows } = await db.query(withGiven(text, given, params), params)
  return z
    .array(z.object({ offence: z.record(z.string(), z.unknown()) }))
    .parse(rows)
    .map(({ offence }) => offence)
}

const since = (started: number) => (performance.now() - started) / 1000

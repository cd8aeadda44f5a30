import type pg from 'pg'
import { z } from 'zod'
import type { CheckInfo, CheckStatus } from '@/lib/pipeline/check-words'
import type { Finding } from './evaluate'

type Connection = Pick<pg.Client, 'query'>

/** The verdict on a finding: any offending row fails a blocking check and makes any other warn. */
export function verdict({ failing }: Finding, { severity }: CheckInfo): CheckStatus {
  if (failing === 0) return 'passed'
  return severity === 'blocking' ? 'failed' : 'warned'
}

/**
 * Brings `pipeline.checks` to what the code knows, so that pages can list checks which have no result yet.
 * @returns the thresholds the shop has set, by check
 */
export async function writeCatalogue(
  db: Connection,
  catalogue: readonly CheckInfo[],
): Promise<Map<string, number>> {
  const listed = catalogue.map(({ threshold, whatToDo, ...info }) => ({
    ...info,
    what_to_do: whatToDo,
    threshold: threshold?.value ?? null,
    threshold_unit: threshold?.unit ?? null,
  }))
  const { rows } = await db.query(
    `with known as (
       select * from jsonb_to_recordset($1::jsonb) as c (name text, kind text, level text, severity text, description text,
         what_to_do text, threshold numeric, threshold_unit text)
     ),
     gone as (delete from pipeline.checks where name not in (select name from known))
     insert into pipeline.checks as held (name, kind, level, severity, description, what_to_do, threshold, threshold_unit)
     select name, kind, level, severity, description, what_to_do, threshold, threshold_unit from known
     on conflict (name) do update set kind = excluded.kind, level = excluded.level, severity = excluded.severity,
       description = excluded.description, what_to_do = excluded.what_to_do, threshold = excluded.threshold,
       threshold_unit = excluded.threshold_unit
     returning name, threshold_override`,
    [JSON.stringify(listed)],
  )
  const set = z.array(z.object({ name: z.string(), threshold_override: z.coerce.number().nullable() }))
  return new Map(
    set
      .parse(rows)
      .flatMap(({ name, threshold_override }) =>
        threshold_override === null ? [] : [[name, threshold_override]],
      ),
  )
}

/** Writes what a run's checks found, in place of what an earlier attempt wrote. */
export async function writeResults(
  db: Connection,
  runId: string,
  results: readonly (CheckInfo & { finding: Finding })[],
): Promise<void> {
  const rows = results.map(({ finding, ...info }) => ({
    name: info.name,
    level: info.level,
    severity: info.severity,
    status: verdict(finding, info),
    failing_rows: finding.failing,
    sample: finding.sample,
    seconds: finding.seconds,
    threshold: finding.threshold,
    note: finding.note,
  }))
  await db.query(
    `with old as (delete from pipeline.check_results where run_id = $1 and name not in (select jsonb_array_elements($2::jsonb) ->> 'name'))
     insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds, threshold, note)
     select $1, r.* from jsonb_to_recordset($2::jsonb) as r (name text, level text, severity text, status text, failing_rows bigint,
       sample jsonb, seconds float8, threshold numeric, note text)
     on conflict (run_id, name) do update set level = excluded.level, severity = excluded.severity, status = excluded.status,
       failing_rows = excluded.failing_rows, sample = excluded.sample, seconds = excluded.seconds, threshold = excluded.threshold,
       note = excluded.note, checked_at = now()`,
    [runId, JSON.stringify(rows)],
  )
}

const zNames = z.array(z.object({ id: z.coerce.number(), name: z.string() }))

/** Puts the name of the file beside each sample row’s `file_id`. */
export async function nameFiles(db: Connection, findings: readonly Finding[]): Promise<Finding[]> {
  const ids = new Set(findings.flatMap(({ sample }) => sample.map((row) => Number(row.file_id ?? 0))))
  if (ids.size === 0) return [...findings]
  const { rows } = await db.query('select id, name from pipeline.source_files where id = any($1)', [[...ids]])
  const names = new Map(zNames.parse(rows).map(({ id, name }) => [id, name]))
  return findings.map((finding) => ({
    ...finding,
    sample: finding.sample.map((row) => {
      const file = names.get(Number(row.file_id ?? 0))
      return file === undefined ? row : { ...row, file }
    }),
  }))
}

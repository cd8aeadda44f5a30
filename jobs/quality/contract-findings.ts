import type pg from 'pg'
import { z } from 'zod'
import { rules } from '@/lib/contract/rules'
import { type Finding, SAMPLE_ROWS } from './evaluate'

const zFound = z.array(
  z.object({
    rule: z.string(),
    failing: z.coerce.number(),
    sample: z.array(z.record(z.string(), z.unknown())),
  }),
)

/** What the rules of the source contract found in the files of this run, a finding for every rule. */
export async function contractFindings(db: Pick<pg.Client, 'query'>): Promise<Finding[]> {
  const started = performance.now()
  const { rows } = await db.query(
    `with hits as (
       select rule, 1 as hit, file_id, record_number as record, entity, column_name, value, message from staging.quarantine
       union all
       -- a warning about a whole file has no rows of its own
       select rule, case when sample_row is null then 1 else rows end, file_id, sample_row, null, nullif(column_name, ''), sample_value, message
       from staging.file_warnings
     ),
     placed as (select *, row_number() over (partition by rule order by file_id, record) as place from hits)
     select rule, sum(hit) as failing,
       jsonb_agg(jsonb_strip_nulls(to_jsonb(placed) - '{rule,hit,place}'::text[]) order by place) filter (where place <= ${SAMPLE_ROWS}) as sample
     from placed group by rule`,
  )
  const found = new Map(zFound.parse(rows).map((one) => [one.rule, one]))
  const seconds = (performance.now() - started) / 1000 / rules.length
  return rules.map(({ name }) => ({
    name,
    failing: found.get(name)?.failing ?? 0,
    sample: found.get(name)?.sample ?? [],
    note: null,
    seconds,
    threshold: null,
  }))
}

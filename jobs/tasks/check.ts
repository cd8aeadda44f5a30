import { z } from 'zod'
import { QualityError } from '@/lib/core/errors'
import { checks } from '../checks'
import type { Task } from '../context'

const zAnswer = z.object({ failing: z.coerce.number(), sample: z.array(z.record(z.string(), z.unknown())) })

/**
 * Runs every check of `jobs/sql/checks` on what the transaction is about to publish. A check is a query of
 * offending rows. Results go to the pipeline's books over the other connection, so they outlive a rollback.
 * @throws QualityError naming the blocking checks that failed: nothing is published.
 */
export const check: Task = async (ctx) => {
  const counts = { passed: 0, warned: 0, failed: 0 }
  const failed: string[] = []
  const all = checks()
  await ctx.pg.query('delete from pipeline.check_results where run_id = $1', [String(ctx.run.id)])
  for (const [index, { name, level, severity, sql }] of all.entries()) {
    const started = performance.now()
    const { rows } = await ctx.tx.query(`with failing as materialized (${sql})
      select (select count(*) from failing) as failing,
        (select coalesce(jsonb_agg(to_jsonb(f)), '[]') from (select * from failing limit 10) f) as sample`)
    const { failing, sample } = zAnswer.parse(rows[0])
    const status = failing === 0 ? 'passed' : severity === 'blocking' ? 'failed' : 'warned'
    counts[status]++
    if (status === 'failed') failed.push(`${name} (${failing} ${failing === 1 ? 'row' : 'rows'})`)
    await ctx.pg.query(
      `insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
      [
        String(ctx.run.id),
        name,
        level,
        severity,
        status,
        failing,
        JSON.stringify(sample),
        (performance.now() - started) / 1000,
      ],
    )
    ctx.progress(index + 1, all.length, name)
  }
  if (failed.length > 0)
    throw new QualityError(
      'blocking_check_failed',
      `Blocking checks found offending rows: ${failed.join(', ')}`,
      {
        context: { checks: failed },
        whatToDo:
          'The dashboards stay on the last good load. See the offending rows below the check on the run’s page, mend the source and run again.',
      },
    )
  return { rows: all.length, message: `${counts.passed} passed, ${counts.warned} warned`, output: counts }
}

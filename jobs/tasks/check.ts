import { InternalError, QualityError } from '@/lib/core/errors'
import type { CheckInfo } from '@/lib/pipeline/check-words'
import { checkCatalogue, checks } from '../checks'
import type { Task, TaskContext } from '../context'
import { nameFiles, verdict, writeCatalogue, writeResults } from '../quality/books'
import { contractFindings } from '../quality/contract-findings'
import { evaluate, type Finding } from '../quality/evaluate'

/**
 * Runs every check of `jobs/sql/checks` on what the transaction is about to publish, and adds what the rules of
 * the source contract found in this run's files. Results go to the pipeline's books over the other connection,
 * so they outlive a rollback.
 * @throws QualityError naming the blocking checks that failed: nothing is published.
 */
export const check: Task = async (ctx) => {
  const catalogue = new Map(checkCatalogue().map((info) => [info.name, info]))
  const overrides = await writeCatalogue(ctx.pg, [...catalogue.values()])
  const threshold = (name: string) => overrides.get(name) ?? catalogue.get(name)?.threshold?.value ?? null

  // What is read here was counted a moment ago: nothing is gained by compiling it.
  await ctx.tx.query('set local jit = off')
  const findings: Finding[] = [...(await contractFindings(ctx.tx))]
  for await (const found of evaluate(ctx.tx, checks(), given(ctx), threshold)) {
    ctx.signal.throwIfAborted()
    findings.push(...found)
    ctx.progress(findings.length, catalogue.size, found.at(-1)?.name)
  }

  const results = (await nameFiles(ctx.tx, findings)).map((finding) => ({
    ...infoOf(catalogue, finding.name),
    finding,
  }))
  await writeResults(ctx.pg, String(ctx.run.id), results)

  const counts = { passed: 0, warned: 0, failed: 0 }
  for (const { finding, ...info } of results) counts[verdict(finding, info)]++
  const failed = results
    .filter(({ finding, ...info }) => verdict(finding, info) === 'failed')
    .map(({ name, finding: { failing } }) => `${name} (${failing} ${failing === 1 ? 'row' : 'rows'})`)
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
  return { rows: results.length, message: `${counts.passed} passed, ${counts.warned} warned`, output: counts }
}

/** What the checks may ask for, apart from their thresholds. */
function given({ run, env, clock }: TaskContext) {
  const now = clock()
  return {
    run_id: String(run.id),
    now,
    today: new Intl.DateTimeFormat('sv-SE', { timeZone: env.storeTimezone }).format(now),
    time_zone: env.storeTimezone,
    currency: env.reportingCurrency,
  }
}

function infoOf(catalogue: ReadonlyMap<string, CheckInfo>, name: string): CheckInfo {
  const info = catalogue.get(name)
  if (!info) throw new InternalError('unknown_check', `The check ${name} is not in the catalogue.`)
  return info
}

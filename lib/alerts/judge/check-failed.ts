import { type Judge, NOTHING_TO_SAY } from '../verdict'
import { type RunFacts, runEnd } from './run-facts'

const rows = (n: number) => `${n.toLocaleString('en-GB')} offending ${n === 1 ? 'row' : 'rows'}`

/** Raises for each watched check that found offending rows; one that passes in a later run clears. */
export const judgeCheckFailed: Judge<'check_failed', RunFacts> = ({ checks, severity }, run) => {
  if (run.checks.length === 0) return NOTHING_TO_SAY
  const watched = run.checks.filter(
    (check) =>
      (checks.length === 0 || checks.includes(check.name)) &&
      (severity === 'any' || check.severity === severity),
  )
  const bad = watched
    .filter((check) => check.status !== 'passed')
    .map((check) => ({
      subject: check.name,
      occurrence: runEnd(run),
      severity: check.severity === 'blocking' ? ('critical' as const) : ('warning' as const),
      title: `Check ${check.name} found ${rows(check.failingRows)}`,
      message:
        check.severity === 'blocking'
          ? `Run ${run.id} was not published; the dashboards stay on the last good load.`
          : `Run ${run.id} went on: the check only warns.`,
      runId: run.id,
      path: `/pipeline/runs/${run.id}`,
      detail: { check: check.name, failingRows: check.failingRows },
    }))
  return { bad, clears: `The check passed in run ${run.id}.` }
}

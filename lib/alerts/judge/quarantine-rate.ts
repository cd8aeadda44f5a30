import { type Judge, NOTHING_TO_SAY } from '../verdict'
import { type RunFacts, runEnd } from './run-facts'

/** a / b in percent to two decimals, cut, for people. */
function percentText(part: bigint, whole: bigint): string {
  const hundredths = (part * 10_000n) / whole
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}

/** Raises when a run kept aside more than a share of the rows it read; a published run below it clears. */
export const judgeQuarantineRate: Judge<'quarantine_rate', RunFacts> = ({ percent }, run) => {
  if (run.status === 'cancelled' || run.rowsRead === 0n) return NOTHING_TO_SAY
  // In thousandths of a percent, so that nothing is rounded.
  const above = run.rowsQuarantined * 100_000n > BigInt(Math.round(percent * 1000)) * run.rowsRead
  const share = percentText(run.rowsQuarantined, run.rowsRead)
  if (!above) {
    return run.status === 'published'
      ? { bad: [], clears: `Run ${run.id} kept aside ${share}.` }
      : NOTHING_TO_SAY
  }
  return {
    bad: [
      {
        subject: 'rows',
        occurrence: runEnd(run),
        severity: 'warning',
        title: `Run ${run.id} kept aside ${share} of its rows`,
        message: `${run.rowsQuarantined.toLocaleString('en-GB')} of ${run.rowsRead.toLocaleString('en-GB')} rows are in quarantine; the rule allows ${percent}%.`,
        runId: run.id,
        path: `/pipeline/quarantine?runId=${run.id}`,
      },
    ],
    clears: null,
  }
}

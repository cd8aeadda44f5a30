import type { Judge } from '../verdict'
import { NOTHING_TO_SAY } from '../verdict'
import { type RunFacts, runEnd } from './run-facts'

/** Raises when the last n runs failed; the next run that does not fail clears it. A cancelled run says nothing. */
export const judgeRunFailed: Judge<'run_failed', RunFacts> = ({ inARow }, run) => {
  if (run.status === 'cancelled') return NOTHING_TO_SAY
  if (run.status !== 'failed') return { bad: [], clears: endedWell(run) }
  if (run.failedInARow < inARow) return NOTHING_TO_SAY
  const where = run.error?.task ? ` in ${run.error.task}` : ''
  const title =
    inARow === 1
      ? `Run ${run.id} failed${where}`
      : `${run.failedInARow} runs in a row failed, the last one (${run.id})${where}`
  return {
    bad: [
      {
        subject: 'runs',
        occurrence: runEnd(run),
        severity: 'critical',
        title,
        message: [run.error?.message, run.error?.whatToDo].filter(Boolean).join('\n'),
        runId: run.id,
        path: `/pipeline/runs/${run.id}`,
        detail: run.error?.code ? { code: run.error.code } : {},
      },
    ],
    clears: null,
  }
}

/** `Run 44 was published as load 12.` */
export function endedWell(run: RunFacts): string {
  return run.status === 'published'
    ? `Run ${run.id} was published as load ${run.version}.`
    : `Run ${run.id} ended well and found nothing new.`
}

import { cn } from '@/app/_components/cn'
import type { CheckOutcome } from '@/lib/pipeline/check-history'
import type { CheckStatus } from '@/lib/pipeline/check-words'

const COLOUR: Record<CheckStatus, string> = { passed: 'bg-good/55', warned: 'bg-warn/75', failed: 'bg-bad' }
const HEIGHT: Record<CheckStatus, string> = { passed: 'h-2', warned: 'h-3', failed: 'h-4' }

/** One cell for each of the last runs, oldest left; taller and darker is worse, so that colour is not all. */
export function CheckStrip({ runs, history }: { runs: number[]; history: CheckOutcome[] }) {
  const outcomes = runs.map((runId) => ({ runId, outcome: history.find((one) => one.runId === runId) }))
  return (
    <span role="img" aria-label={spoken(history)} className="flex h-4 items-end justify-end gap-0.5">
      {outcomes.map(({ runId, outcome }) => (
        <span
          key={runId}
          title={outcome ? `Run ${runId}: ${saidOf(outcome)}` : `Run ${runId}: not asked`}
          className={cn(
            'w-[5px] rounded-[1.5px]',
            outcome ? [COLOUR[outcome.status], HEIGHT[outcome.status]] : 'h-1 bg-line',
          )}
        />
      ))}
    </span>
  )
}

/** `warned, 12 rows`. */
export function saidOf({ status, failingRows, note }: CheckOutcome): string {
  if (status !== 'passed')
    return `${status}, ${failingRows.toLocaleString('en-GB')} ${failingRows === 1 ? 'row' : 'rows'}`
  return note ? `passed: ${note}` : 'passed'
}

function spoken(history: CheckOutcome[]): string {
  if (history.length === 0) return 'not asked yet'
  const of = (status: CheckStatus) => history.filter((one) => one.status === status).length
  const counts = (['passed', 'warned', 'failed'] as const)
    .filter((status) => of(status) > 0)
    .map((status) => `${of(status)} ${status}`)
  return `Last ${history.length === 1 ? 'run' : `${history.length} runs`}: ${counts.join(', ')}`
}

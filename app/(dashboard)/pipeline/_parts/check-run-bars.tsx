import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import type { CheckOutcome } from '@/lib/pipeline/check-history'
import type { CheckStatus } from '@/lib/pipeline/check-words'
import { saidOf } from './check-strip'

const COLOUR: Record<CheckStatus, string> = { passed: 'bg-good/55', warned: 'bg-warn/75', failed: 'bg-bad' }

/** Failing rows run by run: a bar each, which leads to the run. Nothing found is a low bar. */
export function CheckRunBars({ history, height }: { history: CheckOutcome[]; height: number }) {
  const most = Math.max(1, ...history.map(({ failingRows }) => failingRows))
  const middle = history[Math.floor(history.length / 2)]
  return (
    <div className="flex flex-1 flex-col" style={{ minHeight: height }}>
      <div className="grid min-h-0 flex-1 grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div className="flex flex-col justify-between text-right text-ink-3 text-xs tabular-nums">
          <span>{most.toLocaleString('en-GB')}</span>
          <span>0</span>
        </div>
        <ol className="flex items-stretch gap-[3px] border-line border-b">
          {history.map((outcome) => (
            <li key={outcome.runId} className="flex min-w-0 max-w-9 flex-1">
              <Link
                href={`/pipeline/runs/${outcome.runId}`}
                aria-label={`Run ${outcome.runId}: ${saidOf(outcome)}`}
                title={`Run ${outcome.runId}: ${saidOf(outcome)}`}
                className="flex w-full items-end rounded-t-[3px] hover:bg-line-soft"
              >
                <span
                  className={cn('w-full rounded-t-[3px]', COLOUR[outcome.status])}
                  style={{ height: `max(3px, ${(outcome.failingRows / most) * 100}%)` }}
                />
              </Link>
            </li>
          ))}
        </ol>
      </div>
      <div className="flex justify-between pt-1 pl-6 text-ink-3 text-xs">
        <span>Run {history[0]?.runId}</span>
        {history.length > 8 && <span>Run {middle?.runId}</span>}
        {history.length > 1 && <span>Run {history.at(-1)?.runId}</span>}
      </div>
    </div>
  )
}

import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { type CheckTrendEntry, checkTrend } from '@/lib/pipeline/check-trend'
import { inWords } from '../_parts/words'

const RUNS = 30
const HEIGHT = 104

/** How the checks of the last runs went, a column a run, with what does not pass in the last of them. */
export async function CheckTrend() {
  const runs = await checkTrend(RUNS)
  const last = runs.at(-1)
  if (!last) {
    return (
      <Card title="Checks" sub="Run right before each publish; a blocking one that fails stops it">
        <EmptyState title="No check has run">The first run that loads something runs them all.</EmptyState>
      </Card>
    )
  }
  const most = Math.max(...runs.map((run) => run.passed + run.warned + run.failed))
  return (
    <Card
      title="Checks"
      sub={`Of the last ${runs.length === 1 ? 'run' : `${runs.length} runs`} that came to them; a blocking one that fails stops the publish`}
      actions={
        <Link href="/pipeline/checks" className={buttonClass('default', 'sm')}>
          All checks
        </Link>
      }
    >
      <div className="flex items-end gap-[3px] border-line border-b" style={{ height: HEIGHT }}>
        {runs.map((run) => (
          <Column key={run.runId} run={run} most={most} />
        ))}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-3.5 text-ink-2 text-xs">
        <Key tone="bg-good/45">passed</Key>
        <Key tone="bg-warn/60">warned</Key>
        <Key tone="bg-bad">failed</Key>
      </ul>
      <p className="mt-2.5 text-sub">
        <span className="font-medium">Run {last.runId}:</span> <Counts run={last} />
      </p>
      {last.notPassed.length > 0 && (
        <p className="text-ink-2 text-sub">{listed(last.notPassed.map(inWords))}</p>
      )}
    </Card>
  )
}

const SHOWN = 5

function listed(names: string[]): string {
  const rest = names.length - SHOWN
  return `${names.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
}

function Column({ run, most }: { run: CheckTrendEntry; most: number }) {
  const parts = [
    ['bg-bad', run.failed],
    ['bg-warn/60', run.warned],
    ['bg-good/45', run.passed],
  ] as const
  const label = `Run ${run.runId}: ${countsText(run)}`
  return (
    <Link
      href={`/pipeline/runs/${run.runId}#checks`}
      prefetch={false}
      aria-label={label}
      title={label}
      className="flex h-full min-w-0 max-w-9 flex-1 flex-col justify-end gap-px rounded-t-[3px] hover:opacity-75"
    >
      {parts
        .filter(([, count]) => count > 0)
        .map(([colour, count]) => (
          <span
            key={colour}
            // A single one among many must be seen.
            className={cn('min-h-[3px] first:rounded-t-[3px]', colour)}
            style={{ height: `${(count / most) * 100}%` }}
          />
        ))}
    </Link>
  )
}

function countsText({ passed, warned, failed }: CheckTrendEntry): string {
  const said = [`${passed} passed`]
  if (warned > 0) said.push(`${warned} warned`)
  if (failed > 0) said.push(`${failed} failed`)
  return said.join(', ')
}

function Counts({ run: { passed, warned, failed } }: { run: CheckTrendEntry }) {
  return (
    <>
      {failed > 0 && <span className="font-medium text-bad">{failed} failed · </span>}
      {warned > 0 && <span className="font-medium text-warn">{warned} warned · </span>}
      <span className="text-ink-2">{passed} passed</span>
    </>
  )
}

function Key({ tone, children }: { tone: string; children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={cn('size-[9px] rounded-[2px]', tone)} />
      {children}
    </li>
  )
}

import Link from 'next/link'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { countQuarantine } from '@/lib/pipeline/list-quarantine'
import { readRun } from '@/lib/pipeline/read-run'
import { BalanceBar } from '../_parts/balance-bar'
import { loadOnce } from '../_parts/read-once'
import { withParams } from '../_parts/with-params'
import { inWords } from '../_parts/words'

const counts = new Intl.NumberFormat('en-GB')
const SHOWN = 5

/** Where every row of the current load went, and which rows still wait for their parents. */
export async function Balance() {
  const [load, waiting] = await Promise.all([loadOnce(), countQuarantine({ state: 'waiting' })])
  const run = load && (await readRun(load.runId))
  if (!load || !run) {
    return (
      <Card title="Every row accounted for" sub="Rows read = loaded + unchanged + superseded + quarantined">
        <EmptyState title="No load yet">
          The first published run shows here where each of its rows went.
        </EmptyState>
      </Card>
    )
  }
  const files = `${counts.format(run.files)} ${run.files === 1 ? 'file' : 'files'}`
  return (
    <Card
      title="Every row accounted for"
      sub={`Load ${load.version} · ${counts.format(run.rows.read)} rows read from ${files}`}
    >
      <BalanceBar rows={run.rows} />
      {run.released > 0 && (
        <p className="mt-1.5 text-sub text-ink-2">
          Besides, {counts.format(run.released)} {run.released === 1 ? 'row' : 'rows'} kept aside of earlier
          files got in: each is counted in its own file.
        </p>
      )}
      <h3 className="mt-3.5 mb-0.5 font-semibold">Waiting rows</h3>
      {waiting.length === 0 ? (
        <p className="text-sub text-ink-3">None: every row found what it refers to.</p>
      ) : (
        <ul className="text-[13px]">
          {waiting.slice(0, SHOWN).map(({ entity, rule, rows }) => (
            <li key={`${entity} ${rule}`} className="border-line-soft border-b last:border-0">
              <Link
                href={withParams('/pipeline/quarantine', { state: 'waiting', entity, rule })}
                className="flex gap-3 rounded-[4px] px-2 py-[7px] hover:bg-line-soft"
              >
                <span>{entity}</span>
                <span className="flex-1 text-ink-3">{inWords(rule)}</span>
                <span className="tabular-nums">{counts.format(rows)}</span>
              </Link>
            </li>
          ))}
          {waiting.length > SHOWN && (
            <li className="px-2 py-[7px]">
              <Link href="/pipeline/quarantine?state=waiting" className="text-accent hover:underline">
                {waiting.length - SHOWN} more {waiting.length - SHOWN === 1 ? 'reason' : 'reasons'}
              </Link>
            </li>
          )}
        </ul>
      )}
    </Card>
  )
}

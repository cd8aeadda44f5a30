import Link from 'next/link'
import { Badge } from '@/app/_components/ui/badge'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatTook, NO_VALUE } from '@/lib/core/format'
import type { ListedCheck } from '@/lib/pipeline/check-history'
import { appliedThreshold, CHECK_LEVELS, severityWord } from '@/lib/pipeline/check-words'
import { CheckStrip } from './check-strip'
import { CheckStatusBadge } from './status'
import { asTitle } from './words'

/** Checks level by level, with their latest result and their last runs. */
export function CheckTable({ checks, runs }: { checks: ListedCheck[]; runs: number[] }) {
  return (
    <Table label="Checks">
      <thead>
        <tr>
          <Th>Check</Th>
          <Th>Result</Th>
          <Th numeric>Failing rows</Th>
          <Th className="text-right">Last {runs.length === 1 ? 'run' : `${runs.length} runs`}</Th>
          <Th>Severity</Th>
          <Th>Threshold</Th>
          <Th numeric>Took</Th>
        </tr>
      </thead>
      {CHECK_LEVELS.map((level) => {
        const ofLevel = checks.filter((check) => check.level === level)
        if (ofLevel.length === 0) return null
        return (
          <tbody key={level}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={7}
                className="border-line border-b px-2 pt-4 pb-1.5 text-left font-semibold text-[13px]"
              >
                <span className="inline-block first-letter:uppercase">{level}</span>
                <span className="ml-1.5 font-normal text-ink-3 text-xs">{ofLevel.length}</span>
              </th>
            </tr>
            {ofLevel.map((check) => (
              <CheckRow key={check.name} check={check} runs={runs} />
            ))}
          </tbody>
        )
      })}
    </Table>
  )
}

function CheckRow({ check, runs }: { check: ListedCheck; runs: number[] }) {
  const { latest } = check
  return (
    <tr className="align-top hover:bg-line-soft/50">
      <Td className="min-w-56 nav:min-w-72">
        <Link href={`/pipeline/checks/${check.name}`} className="font-medium hover:underline">
          {asTitle(check.name)}
        </Link>
        <p className="max-w-[72ch] text-ink-3 text-xs">{check.description}</p>
        {latest?.note && <p className="max-w-[72ch] text-ink-2 text-xs">Passed: {latest.note}.</p>}
      </Td>
      <Td>{latest ? <CheckStatusBadge status={latest.status} /> : <Badge>not asked</Badge>}</Td>
      <Td numeric className={latest && latest.failingRows > 0 ? undefined : 'text-ink-3'}>
        {latest ? latest.failingRows.toLocaleString('en-GB') : NO_VALUE}
      </Td>
      <Td>
        <CheckStrip runs={runs} history={check.history} />
      </Td>
      <Td className={check.severity === 'blocking' ? 'font-medium' : 'text-ink-2'}>{severityWord(check)}</Td>
      <Td className="min-w-32 text-ink-2">
        {check.threshold ? appliedThreshold(check) : <span className="text-ink-3">{NO_VALUE}</span>}
        {check.thresholdOverride !== null && <span className="text-accent text-xs"> set here</span>}
      </Td>
      <Td numeric className="text-ink-3">
        {latest ? formatTook(latest.seconds) : NO_VALUE}
      </Td>
    </tr>
  )
}

import Link from 'next/link'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatTook } from '@/lib/core/format'
import type { CheckView } from '@/lib/pipeline/read-run'
import { SampleRows } from './sample-rows'
import { CheckStatusBadge } from './status'
import { asTitle, inWords } from './words'

/** Check results of a run: those that found something with a sample of it, the others folded away. */
export function CheckList({ checks }: { checks: CheckView[] }) {
  const found = checks.filter(({ status }) => status !== 'passed')
  const passed = checks.filter(({ status }) => status === 'passed')
  return (
    <>
      {found.length > 0 && <Results label="Checks that found something" checks={found} />}
      {passed.length > 0 && (
        <details className="mt-1.5" open={found.length === 0 && passed.length < 10}>
          <summary className="w-fit cursor-pointer text-ink-2 text-sub hover:text-ink">
            {passed.length} checks passed
          </summary>
          <Results label="Checks that passed" checks={passed} />
        </details>
      )}
    </>
  )
}

function Results({ label, checks }: { label: string; checks: CheckView[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Check</Th>
          <Th>Result</Th>
          <Th>Severity</Th>
          <Th numeric>Failing rows</Th>
          <Th numeric>Took</Th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.name} className="align-top">
            <Td className="min-w-64">
              <Link href={`/pipeline/checks/${check.name}`} className="hover:underline">
                {asTitle(check.name)}
              </Link>
              {check.note && <p className="text-ink-3 text-xs">Passed: {check.note}</p>}
              {check.failingRows > 0 && (
                <details className="mt-1">
                  <summary className="mb-1 w-fit cursor-pointer text-ink-3 text-xs hover:text-ink">
                    Rows it found
                  </summary>
                  <SampleRows sample={check.sample} label={`Rows found by ${inWords(check.name)}`} />
                </details>
              )}
            </Td>
            <Td>
              <CheckStatusBadge status={check.status} />
            </Td>
            <Td className="text-ink-2">{check.severity}</Td>
            <Td numeric className={check.failingRows > 0 ? undefined : 'text-ink-3'}>
              {check.failingRows.toLocaleString('en-GB')}
            </Td>
            <Td numeric className="text-ink-3">
              {formatTook(check.seconds)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

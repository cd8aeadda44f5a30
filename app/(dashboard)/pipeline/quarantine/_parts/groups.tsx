import Link from 'next/link'
import { Card } from '@/app/_components/ui/card'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { adviceFor } from '@/lib/contract/advice'
import { rules } from '@/lib/contract/rules'
import type { QuarantineGroup } from '@/lib/pipeline/list-quarantine'
import { withParams } from '../../_parts/with-params'
import { inWords } from '../../_parts/words'

const counts = new Intl.NumberFormat('en-GB')
const SHOWN = 5

/** What is wrong, how many rows, what to do: the quarantine for whoever runs the shop. */
export function Groups({
  groups,
  params,
}: {
  groups: readonly QuarantineGroup[]
  params: Record<string, string | undefined>
}) {
  return (
    <Card title="What is wrong, and what to do" sub="Largest group first; choose one to see its rows">
      <Table label="Rows kept aside, by reason">
        <thead>
          <tr>
            <Th>What is wrong</Th>
            <Th>Entity</Th>
            <Th numeric>Rows</Th>
            <Th numeric>Files</Th>
            <Th>What to do</Th>
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, SHOWN).map(({ entity, rule, state, rows, files }) => (
            <tr key={`${entity} ${rule} ${state}`} className="align-top hover:bg-line-soft/50">
              <Td className="min-w-60">
                <Link
                  href={withParams('/pipeline/quarantine', {
                    ...params,
                    entity,
                    rule,
                    state,
                    page: undefined,
                  })}
                  className="font-medium hover:underline"
                >
                  {inWords(rule)}
                </Link>
                {state === 'retry' && <span className="text-ink-3"> · to be retried</span>}
                <p className="text-ink-2 text-xs">{rules.find(({ name }) => name === rule)?.description}</p>
              </Td>
              <Td>{entity}</Td>
              <Td numeric>{counts.format(rows)}</Td>
              <Td numeric>{counts.format(files)}</Td>
              <Td className="min-w-72 text-ink-2">
                {state === 'retry' ? 'Nothing: the next run tries them.' : adviceFor(rule)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {groups.length > SHOWN && (
        <p className="mt-2 text-ink-3 text-sub">
          {groups.length - SHOWN} smaller {groups.length - SHOWN === 1 ? 'group' : 'groups'}: the filter Rule
          has them.
        </p>
      )}
    </Card>
  )
}

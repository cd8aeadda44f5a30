import Link from 'next/link'
import { countQuarantine } from '@/lib/pipeline/list-quarantine'
import { QUARANTINE_STATES } from '@/lib/pipeline/quarantine/states'
import { QUARANTINE_STATE_WORDS } from './status'
import { withParams } from './with-params'

const counts = new Intl.NumberFormat('en-GB')

/** Where the rows of a file that were kept aside stand now, with those that got in since. */
export async function KeptStates({ fileId }: { fileId: number }) {
  const groups = await countQuarantine({ fileId, state: 'any' })
  const states = QUARANTINE_STATES.map((state) => ({
    state,
    rows: groups.filter((group) => group.state === state).reduce((sum, { rows }) => sum + rows, 0),
  })).filter(({ rows }) => rows > 0)
  if (states.length === 0) return null
  const released = states.find(({ state }) => state === 'released')?.rows ?? 0
  return (
    <div className="mt-2 text-ink-2 text-sub">
      <h3 className="font-medium">Rows kept aside, as they stand now</h3>
      <ul className="flex flex-wrap gap-x-3">
        {states.map(({ state, rows }) => (
          <li key={state}>
            <Link
              href={withParams('/pipeline/quarantine', { fileId: String(fileId), state })}
              className="hover:underline"
            >
              {counts.format(rows)} {QUARANTINE_STATE_WORDS[state]}
            </Link>
          </li>
        ))}
      </ul>
      {released > 0 && (
        <p>
          The released {released === 1 ? 'row is' : 'rows are'} counted above as what became of{' '}
          {released === 1 ? 'it' : 'them'}; all others as quarantined.
        </p>
      )}
    </div>
  )
}

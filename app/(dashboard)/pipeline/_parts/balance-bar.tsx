import { TriangleAlert } from 'lucide-react'
import { cn } from '@/app/_components/cn'

export interface RowBalance {
  read: number
  loaded: number
  unchanged: number
  superseded: number
  quarantined: number
}

const PARTS = [
  ['loaded', 'Loaded', 'bg-c1'],
  ['unchanged', 'Unchanged', 'bg-c5'],
  ['superseded', 'Superseded by a later record', 'bg-c6'],
  ['quarantined', 'Quarantined', 'bg-c3'],
] as const

const counts = new Intl.NumberFormat('en-GB')

/** Whether every row read is accounted for. */
export function isBalanced({ read, loaded, unchanged, superseded, quarantined }: RowBalance): boolean {
  return read === loaded + unchanged + superseded + quarantined
}

/** Rows read = loaded + unchanged + superseded + quarantined, as a bar and as the sum. */
export function BalanceBar({ rows }: { rows: RowBalance }) {
  const balanced = isBalanced(rows)
  const sum = rows.loaded + rows.unchanged + rows.superseded + rows.quarantined
  return (
    <>
      <div aria-hidden className="mt-1 mb-2 flex h-2.5 gap-px overflow-hidden rounded-[5px] bg-line-soft">
        {PARTS.filter(([part]) => rows[part] > 0).map(([part, , colour]) => (
          // A share too small to see keeps two pixels: a quarantined row must not vanish.
          <div key={part} className={cn('min-w-0.5', colour)} style={{ flexGrow: rows[part] }} />
        ))}
      </div>
      <dl className="text-[13px]">
        {PARTS.map(([part, label, colour]) => (
          <div key={part} className="flex items-center gap-2.5 py-[3px]">
            <span aria-hidden className={cn('size-[9px] shrink-0 rounded-[2px]', colour)} />
            <dt className="flex-1">{label}</dt>
            <dd className="tabular-nums">{counts.format(rows[part])}</dd>
          </div>
        ))}
        <div className="mt-1 flex items-center gap-2.5 border-line border-t pt-[7px] font-semibold">
          <dt className="flex-1 pl-[19px]">
            Read{' '}
            {balanced ? (
              <span className="text-good">= balanced</span>
            ) : (
              <span role="alert" className="text-bad">
                <TriangleAlert aria-hidden className="mr-1 inline size-4 align-[-3px]" />≠{' '}
                {counts.format(sum)} accounted for: they do not add up
              </span>
            )}
          </dt>
          <dd className="tabular-nums">{counts.format(rows.read)}</dd>
        </div>
      </dl>
    </>
  )
}

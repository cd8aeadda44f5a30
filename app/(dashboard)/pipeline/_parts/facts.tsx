import type { ReactNode } from 'react'

/** Facts as lines: what, and how much. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="text-[13px]">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="flex justify-between gap-3 border-line-soft border-b py-[5px] last:border-b-0"
        >
          <dt className="text-ink-2">{name}</dt>
          <dd className="text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

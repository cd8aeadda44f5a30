import type { ReactNode } from 'react'

/** Named facts, a line each: model parameters, sums. */
export function FactList({
  facts,
}: {
  facts: readonly { label: string; value: ReactNode; hint?: string }[]
}) {
  return (
    <dl className="m-0 grid gap-px text-[13px]">
      {facts.map((fact) => (
        <div
          key={fact.label}
          className="flex items-baseline justify-between gap-3 py-[3px]"
          title={fact.hint}
        >
          <dt className="text-ink-2">{fact.label}</dt>
          <dd className="m-0 text-right font-medium tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

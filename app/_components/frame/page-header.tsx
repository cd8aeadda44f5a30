import type { ReactNode } from 'react'

/** Title, the pill beside it, and the controls at the right. */
export function PageHeader({
  title,
  pill,
  children,
}: {
  title: string
  pill?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-2">
      <h1 className="text-title font-[650] tracking-[-0.015em]">{title}</h1>
      {pill}
      <div className="ml-auto flex max-w-full flex-wrap items-center gap-2.5">{children}</div>
    </header>
  )
}

import { X } from 'lucide-react'
import Link from 'next/link'
import { DIMENSIONS } from '@/lib/metrics'
import { valueLabel } from '@/lib/views/labels'
import { ordersHref } from '@/lib/views/orders/links'
import type { OrdersPage } from '@/lib/views/orders/open'

/** The conditions a figure came with beyond the page's filters; each removes itself. */
export function ConditionChips({ page: { context, drill, asked } }: { page: OrdersPage }) {
  const without = (patch: Partial<typeof drill>) =>
    ordersHref({ ...context.state, ...drill, ...patch, page: 1 })
  return (
    <>
      {drill.group && (
        <Chip href={without({ group: null })}>{(asked.ok && asked.group?.label) || drill.group}</Chip>
      )}
      {drill.where.map((condition) => {
        const [name = '', ...rest] = condition.split('=')
        const label = DIMENSIONS.find((dimension) => dimension.name === name)?.label ?? name
        const others = drill.where.filter((other) => other !== condition)
        return (
          <Chip key={condition} href={without({ where: others })}>
            {label}: {valueLabel(name, rest.join('='))}
          </Chip>
        )
      })}
    </>
  )
}

function Chip({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      scroll={false}
      className="inline-flex max-w-full items-center gap-1.5 rounded-[7px] bg-accent-soft px-2.5 py-[3px] text-[12.500px] font-[550] text-accent hover:opacity-80"
    >
      <span className="truncate">
        <span className="sr-only">Remove the condition </span>
        {children}
      </span>
      <X aria-hidden className="size-3.5 shrink-0" />
    </Link>
  )
}

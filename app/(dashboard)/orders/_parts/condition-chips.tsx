import { X } from 'lucide-react'
import Link from 'next/link'
import { DIMENSIONS } from '@/lib/metrics'
import { valueLabel } from '@/lib/views/labels'
import { ordersHref } from '@/lib/views/orders/links'
import type { OrdersPage } from '@/lib/views/orders/open'

/** The conditions a figure came with beyond the page's filters; each removes itself. */
export function ConditionChips({ page: { context, drill } }: { page: OrdersPage }) {
  return drill.where.map((condition) => {
    const [name = '', ...rest] = condition.split('=')
    const value = rest.join('=')
    const label = DIMENSIONS.find((dimension) => dimension.name === name)?.label ?? name
    const href = ordersHref({
      ...context.state,
      ...drill,
      page: 1,
      where: drill.where.filter((other) => other !== condition),
    })
    return (
      <Link
        key={condition}
        href={href}
        scroll={false}
        className="inline-flex max-w-full items-center gap-1.5 rounded-[7px] bg-accent-soft px-2.5 py-[3px] text-[12.500px] font-[550] text-accent hover:opacity-80"
      >
        <span className="truncate">
          <span className="sr-only">Remove the condition </span>
          {label}: {valueLabel(name, value)}
        </span>
        <X aria-hidden className="size-3.5 shrink-0" />
      </Link>
    )
  })
}

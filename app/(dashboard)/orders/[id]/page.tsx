import type { Metadata } from 'next'
import Link from 'next/link'
import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { versionInfo } from '@/lib/pipeline/version'
import { orderTrace } from '@/lib/reports/order-trace'
import { FindOrder } from '../_parts/find-order'
import { OrderStatus } from '../_parts/order-status'
import { AmountsCard, OrderCard, WhoCard } from './_sections/head'
import { LinesCard } from './_sections/lines'
import { RefundsCard } from './_sections/refunds'

export const metadata: Metadata = { title: 'Order' }

/** One order: its figures, its lines and refunds, and the record of a file each of them came from. */
export default async function OrderPage({ params }: PageProps<'/orders/[id]'>) {
  await requireSession()
  const id = decodeURIComponent((await params).id)
  const [trace, load] = await Promise.all([orderTrace(id), versionInfo()])
  return (
    <>
      <header className="mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-2">
        <nav aria-label="Breadcrumb" className="text-ink-3 text-title">
          <Link href="/orders" className="hover:text-ink">
            Orders
          </Link>
          <span aria-hidden className="pl-2.5">
            /
          </span>
        </nav>
        <h1 className="min-w-0 break-words text-title font-[650] tracking-[-0.015em]">{id}</h1>
        {trace && <OrderStatus status={trace.order.status} />}
        <DataAsOf load={load} now={new Date()} />
        <div className="ml-auto">
          <FindOrder />
        </div>
      </header>
      {trace ? (
        <div className="grid gap-3.5">
          <div className="grid gap-3.5 nav:grid-cols-3">
            <OrderCard trace={trace} />
            <AmountsCard trace={trace} />
            <WhoCard trace={trace} />
          </div>
          <LinesCard trace={trace} />
          <RefundsCard trace={trace} />
        </div>
      ) : (
        <Card>
          <EmptyState title={`No order ${id} is loaded`}>
            Ids are compared as they stand, case included. A row that was kept aside is in the{' '}
            <Link
              href="/pipeline/quarantine?entity=orders"
              className="text-accent underline underline-offset-2"
            >
              quarantine
            </Link>
            .
          </EmptyState>
        </Card>
      )}
    </>
  )
}

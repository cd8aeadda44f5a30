import type { Metadata } from 'next'
import { Suspense } from 'react'
import { z } from 'zod'
import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { PageHeader } from '@/app/_components/frame/page-header'
import { CardSkeleton } from '@/app/_components/ui/skeleton'
import { requireSession } from '@/lib/auth/session'
import { versionInfo } from '@/lib/pipeline/version'
import { LiveRefresh } from '../pipeline/_live/live-refresh'
import { parsePageSearch } from '../pipeline/_parts/page-search'
import { Channels } from './_sections/channels'
import { AlertHistory } from './_sections/history'
import { OpenAlerts } from './_sections/open-alerts'
import { Rules } from './_sections/rules'

export const metadata: Metadata = { title: 'Alerts' }

const search = z.object({ page: z.coerce.number().int().min(1).default(1) })

/** What is wrong, what is watched, who is told, and what was wrong before. */
export default async function AlertsPage({ searchParams }: PageProps<'/alerts'>) {
  const isAdmin = (await requireSession()).role === 'admin'
  const { page } = parsePageSearch(search, await searchParams)
  return (
    <>
      <LiveRefresh />
      <PageHeader title="Alerts" pill={<DataAsOf load={await versionInfo()} now={new Date()} />} />
      <Suspense fallback={<CardSkeleton label="Open alerts" height={120} />}>
        <OpenAlerts isAdmin={isAdmin} />
      </Suspense>
      <div className="mt-3.5 grid items-start gap-3.5 nav:grid-cols-[1.6fr_1fr]">
        <Suspense fallback={<CardSkeleton label="Rules" height={300} />}>
          <Rules isAdmin={isAdmin} />
        </Suspense>
        <Suspense fallback={<CardSkeleton label="Channels" height={300} />}>
          <Channels isAdmin={isAdmin} />
        </Suspense>
      </div>
      <div className="mt-3.5">
        <Suspense key={page} fallback={<CardSkeleton label="History" height={260} />}>
          <AlertHistory page={page} isAdmin={isAdmin} />
        </Suspense>
      </div>
    </>
  )
}

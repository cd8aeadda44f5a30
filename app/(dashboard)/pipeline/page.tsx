import type { Metadata } from 'next'
import { Suspense } from 'react'
import { CardSkeleton, TilesSkeleton } from '@/app/_components/ui/skeleton'
import { requireSession } from '@/lib/auth/session'
import { LiveRefresh } from './_live/live-refresh'
import { Balance } from './_sections/balance'
import { CurrentRun } from './_sections/current-run'
import { PipelineHeader } from './_sections/header'
import { RecentFiles } from './_sections/recent-files'
import { RecentRuns } from './_sections/recent-runs'
import { RunGrid } from './_sections/run-grid'
import { PipelineTiles } from './_sections/tiles'

export const metadata: Metadata = { title: 'Pipeline' }

/** How the figures came about: the run under way, the last ones, and every file. */
export default async function PipelinePage() {
  const isAdmin = (await requireSession()).role === 'admin'
  return (
    <>
      <LiveRefresh />
      <PipelineHeader isAdmin={isAdmin} />
      <Suspense fallback={<TilesSkeleton />}>
        <PipelineTiles />
      </Suspense>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Suspense fallback={<CardSkeleton label="Run" height={290} />}>
          <CurrentRun isAdmin={isAdmin} />
        </Suspense>
        <Suspense fallback={<CardSkeleton label="Every row accounted for" height={290} />}>
          <Balance />
        </Suspense>
      </div>
      <div className="mt-3.5 grid gap-3.5">
        <Suspense fallback={<CardSkeleton label="Last runs" height={190} />}>
          <RunGrid />
        </Suspense>
        <Suspense fallback={<CardSkeleton label="Runs" height={240} />}>
          <RecentRuns />
        </Suspense>
        <Suspense fallback={<CardSkeleton label="Files" height={300} />}>
          <RecentFiles />
        </Suspense>
      </div>
    </>
  )
}

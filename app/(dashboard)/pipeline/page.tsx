import type { Metadata } from 'next'
import { TilesSkeleton } from '@/app/_components/ui/skeleton'
import { requireSession } from '@/lib/auth/session'
import { LiveRefresh } from './_live/live-refresh'
import { Part } from './_parts/part'
import { Attention } from './_sections/attention'
import { Balance } from './_sections/balance'
import { CacheCard } from './_sections/cache'
import { CheckTrend } from './_sections/check-trend'
import { CurrentRun } from './_sections/current-run'
import { DatabaseCard } from './_sections/database'
import { PipelineHeader } from './_sections/header'
import { RecentFiles } from './_sections/recent-files'
import { RecentRuns } from './_sections/recent-runs'
import { Recoveries } from './_sections/recoveries'
import { RunGrid } from './_sections/run-grid'
import { SlowQueries } from './_sections/slow-queries'
import { PipelineTiles } from './_sections/tiles'
import { Workers } from './_sections/workers'

export const metadata: Metadata = { title: 'Pipeline' }

/**
 * How the figures came about. In the order of a look at it: what needs somebody, is the data good
 * and fresh, is something running, how did it go before, and what does it take.
 */
export default async function PipelinePage() {
  const isAdmin = (await requireSession()).role === 'admin'
  return (
    <>
      <LiveRefresh />
      <PipelineHeader isAdmin={isAdmin} />
      <Part label="Needs attention" height={0} skeleton={null} render={Attention} />
      <Part label="Key figures" height={100} skeleton={<TilesSkeleton />} render={PipelineTiles} />
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <Part label="Run" height={310} render={() => CurrentRun({ isAdmin })} />
        <Part label="Every row accounted for" height={310} render={Balance} />
      </div>
      <div className="mt-3.5 grid gap-3.5">
        <Part label="Last runs" height={330} render={RunGrid} />
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-3">
        <Part label="Checks" height={240} render={CheckTrend} />
        <Part label="Schedule and workers" height={240} render={Workers} />
        <Part label="Recoveries and circuit breakers" height={240} render={Recoveries} />
      </div>
      <div className="mt-3.5 grid gap-3.5">
        <Part label="Runs" height={240} render={RecentRuns} />
        <Part label="Files" height={300} render={RecentFiles} />
      </div>
      <div className="mt-3.5 grid gap-3.5 nav:grid-cols-[1fr_1.75fr]">
        <Part label="Cache" height={260} render={CacheCard} />
        <Part label="Database" height={260} render={DatabaseCard} />
      </div>
      {isAdmin && (
        <div className="mt-3.5">
          <Part label="Slowest queries" height={300} render={SlowQueries} />
        </div>
      )}
    </>
  )
}

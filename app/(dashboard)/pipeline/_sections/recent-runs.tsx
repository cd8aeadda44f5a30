import Link from 'next/link'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { listRuns } from '@/lib/pipeline/list-runs'
import { RunTable } from '../_parts/run-table'

const SHOWN = 6

/** The newest runs and the way to all of them. */
export async function RecentRuns() {
  const { items, total } = await listRuns({ pageSize: SHOWN })
  return (
    <Card
      title="Runs"
      sub="Newest first; a run shows its tasks, checks and the rows it kept aside"
      actions={
        total > SHOWN && (
          <Link href="/pipeline/runs" className={buttonClass('default', 'sm')}>
            All {total.toLocaleString('en-GB')} runs
          </Link>
        )
      }
    >
      {items.length > 0 ? (
        <RunTable runs={items} />
      ) : (
        <EmptyState title="No run yet">Run the pipeline, or wait for the schedule.</EmptyState>
      )}
    </Card>
  )
}

import { FailedCard } from '@/app/_components/section'
import { customerCohorts } from '@/lib/views/customers/cohorts'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'
import { CohortCard } from './cohort-card'

/** Cohorts that fit the height of the card. */
const SHOWN = 10

export async function CohortsSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerCohorts
  const loaded = await loadView(customerCohorts, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { cohorts, columns, rows } = loaded.data
  return (
    <CohortCard
      title={title}
      height={height}
      table={{ columns, rows }}
      csv={exportHref(customerCohorts.id, context.state)}
      cohorts={cohorts.slice(-SHOWN)}
      hidden={Math.max(0, cohorts.length - SHOWN)}
    />
  )
}

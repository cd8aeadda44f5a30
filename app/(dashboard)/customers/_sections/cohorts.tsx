import { FailedCard } from '@/app/_components/section'
import { customerCohorts } from '@/lib/views/customers/cohorts'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'
import { CohortCard } from './cohort-card'

/** Cohorts that fit the height of the card. */
const SHOWN = 11

export async function CohortsSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerCohorts
  const loaded = await loadView(customerCohorts, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { cohorts, columns, rows } = loaded.data
  // The newest cohorts have nothing to show but their size until a month after the first has ended.
  const followed = cohorts.filter(({ cells }) => cells.slice(1).some((cell) => cell !== null))
  return (
    <CohortCard
      title={title}
      height={height}
      table={{ columns, rows }}
      csv={exportHref(customerCohorts.id, context.state)}
      cohorts={followed.slice(-SHOWN)}
      hidden={Math.max(0, followed.length - SHOWN)}
    />
  )
}

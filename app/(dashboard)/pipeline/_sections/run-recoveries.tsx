import { storeFormat } from '@/app/_components/store-format'
import { Notice } from '@/app/_components/ui/states'
import { formatDuration } from '@/lib/core/format'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'

/** That a run went on after its process or worker failed, and how long each time took; nothing when it never had to. */
export async function RunRecoveries({ runId }: { runId: number }) {
  const recoveries = await listRecoveries({ runId })
  if (recoveries.length === 0) return null
  const { value } = storeFormat()
  return (
    <Notice tone="warn">
      <ul aria-label="Recoveries">
        {recoveries.map((recovery) => (
          <li key={recovery.id}>
            <strong className="text-ink">Recovered in {formatDuration(recovery.seconds)}:</strong>{' '}
            {recovery.detail} {value(recovery.resumedAt.toISOString(), 'timestamp')}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

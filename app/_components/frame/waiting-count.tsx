import { storeFormat } from '@/app/_components/store-format'
import { log } from '@/lib/core/log'
import { listQuarantine } from '@/lib/pipeline/list-quarantine'

/** How many rows wait in quarantine for their parent; nothing when none does. */
export async function WaitingCount() {
  let total = 0
  try {
    ;({ total } = await listQuarantine({ state: 'waiting', pageSize: 1 }))
  } catch (cause) {
    // A decoration of the sidebar must not take the page down; the page itself reports the database.
    log.warn({ err: cause }, 'waiting rows could not be counted')
  }
  if (total === 0) return null
  return (
    <span className="ml-auto text-[11px] font-semibold text-warn">
      {storeFormat().value(total, 'count')}
      <span className="sr-only"> rows wait for their parent</span>
    </span>
  )
}

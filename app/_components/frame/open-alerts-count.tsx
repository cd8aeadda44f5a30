import { storeFormat } from '@/app/_components/store-format'
import { openAlerts } from '@/lib/alerts/list-alerts'
import { log } from '@/lib/core/log'

/** How many alerts are open; nothing when none is. */
export async function OpenAlertsCount() {
  let open = 0
  try {
    open = (await openAlerts()).open
  } catch (cause) {
    // As with the waiting rows: the page itself reports the database.
    log.warn({ err: cause }, 'open alerts could not be counted')
  }
  if (open === 0) return null
  return (
    <span className="ml-auto text-[11px] font-semibold text-bad">
      {storeFormat().value(open, 'count')}
      <span className="sr-only"> {open === 1 ? 'alert is open' : 'alerts are open'}</span>
    </span>
  )
}

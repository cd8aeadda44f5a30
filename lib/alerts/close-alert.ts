import { pool } from '@/lib/db/pool'
import { notify } from '@/lib/pipeline/events'
import { closeAlert } from './apply'

/** Closes an open alert by hand; the same occurrence does not raise it again. @returns whether it was open */
export async function closeByHand(id: number, by: string, now = new Date()): Promise<boolean> {
  const closed = await closeAlert(id, 'closed', `Closed by ${by}.`, now, pool())
  if (closed) await notify({ type: 'alerts' })
  return closed
}

import { pool } from '@/lib/db/pool'
import { notify } from '@/lib/pipeline/events'

/**
 * Puts a message that was given up, or that waits for its next attempt, first in the outbox again. Its day of
 * attempts begins anew. @returns whether there was one whose channel still exists
 */
export async function retryDelivery(id: number, now = new Date()): Promise<boolean> {
  const changed = await pool().query(
    `update pipeline.alert_deliveries set status = 'pending', attempts = 0, next_attempt_at = $2, created_at = $2
     where id = $1 and status in ('failed', 'pending') and kind = 'alerts' and channel_id is not null`,
    [id, now],
  )
  if (changed.rowCount === 0) return false
  await notify({ type: 'alerts' })
  return true
}

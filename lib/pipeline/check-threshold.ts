import { z } from 'zod'
import { ContractError } from '@/lib/core/errors'
import { query } from '@/lib/db/sql'

/** A threshold as it can be set: a number that is not negative, or null for the check’s own. */
export const thresholdRequest = z.object({
  threshold: z
    .number('A threshold is a number, or null for the check’s own.')
    .min(0, 'A threshold is not negative.')
    .max(1_000_000, 'A threshold is at most 1,000,000.')
    .nullable(),
})

/**
 * Sets what a check compares with from the next run on; null goes back to its own value.
 * @returns false when there is no such check
 * @throws ContractError when the check has no threshold
 */
export async function setThreshold(name: string, threshold: number | null): Promise<boolean> {
  const [check] = await query(
    z.object({ has: z.boolean() }),
    'select threshold is not null as has from pipeline.checks where name = $1',
    [name],
  )
  if (!check) return false
  if (!check.has)
    throw new ContractError(
      'no_threshold',
      `The check ${name} has no threshold: any row it finds is one too many.`,
      {
        whatToDo: 'Leave it, or mend what it finds.',
      },
    )
  await query(z.unknown(), 'update pipeline.checks set threshold_override = $2 where name = $1', [
    name,
    threshold,
  ])
  return true
}

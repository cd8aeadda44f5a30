import { z } from 'zod'

const schema = z.coerce
  .number('A row kept aside is named by its number.')
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)

/** The number of a row kept aside from the address. @throws ZodError, which answers 400 */
export function parseEntryId(text: string): number {
  return schema.parse(text)
}

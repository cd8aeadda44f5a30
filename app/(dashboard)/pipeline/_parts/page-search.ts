import type { z } from 'zod'

/**
 * Parses a page's search by a zod schema; what does not fit is dropped rather than refused, so an
 * old or mistyped link still opens the page.
 */
export function parsePageSearch<T>(
  schema: z.ZodType<T>,
  search: Record<string, string | string[] | undefined>,
): T {
  const flat = Object.fromEntries(
    Object.entries(search)
      .map(([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const first = schema.safeParse(flat)
  if (first.success) return first.data
  const wrong = new Set(first.error.issues.map((issue) => issue.path[0]))
  const second = schema.safeParse(
    Object.fromEntries(Object.entries(flat).filter(([name]) => !wrong.has(name))),
  )
  if (second.success) return second.data
  throw new Error('the search of the page fits no reading')
}

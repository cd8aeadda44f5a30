import { cached, versionedKey } from '@/lib/cache'
import type { ViewContext } from './view'

/**
 * A report read once for a published load and kept under its version.
 * @param parts everything the answer depends on besides the load; the first names it
 * @param nothing the answer while nothing is published
 */
export function kept<T>(
  { load }: ViewContext,
  parts: string[],
  read: () => Promise<T>,
  nothing: T,
): Promise<T> {
  return load ? cached(versionedKey(load, ...parts), read) : Promise.resolve(nothing)
}

import { type ErrorDetails, StoreroomError } from '@/lib/core/errors'

/** A question the semantic layer cannot answer; the message lists what it can. */
export class QueryError extends StoreroomError {
  // Spelled out: the API decides by the name, and bundlers may shorten class names.
  override readonly name = 'QueryError'

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details)
  }
}

/** @throws QueryError for a name that does not exist, with the nearest valid ones first */
export function unknownName(what: string, given: string, valid: readonly string[]): QueryError {
  const ranked = nearestFirst(given, valid)
  const close = ranked.filter((name) => distance(given, name) <= Math.max(2, given.length / 3)).slice(0, 3)
  return new QueryError(
    `unknown_${what}`,
    `There is no ${what} "${given}".${close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''}`,
    { whatToDo: `Use one of: ${ranked.join(', ')}.`, context: { given, valid: ranked } },
  )
}

/** Names by edit distance from what was typed, a shared beginning counting as near. */
export function nearestFirst(given: string, valid: readonly string[]): string[] {
  const rank = (name: string) =>
    distance(given.toLowerCase(), name) -
    (name.includes(given.toLowerCase()) && given.length > 2 ? name.length : 0)
  return valid
    .map((name, at) => ({ name, at, rank: rank(name) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ name }) => name)
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

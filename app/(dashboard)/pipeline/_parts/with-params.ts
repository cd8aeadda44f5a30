/** A path with the parameters that have a value. */
export function withParams(path: string, params: Record<string, string | undefined>): string {
  const search = new URLSearchParams(
    Object.entries(params).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  ).toString()
  return search ? `${path}?${search}` : path
}

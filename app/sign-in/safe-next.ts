/** Where to go after signing in: a path of this site and nothing else. */
export function safeNext(given: string | string[] | undefined): string {
  const path = Array.isArray(given) ? given[0] : given
  if (!path?.startsWith('/')) return '/'
  // Browsers read // and /\ as the start of another host's address.
  const base = 'http://storeroom.internal'
  if (!URL.canParse(path, base)) return '/'
  const url = new URL(path, base)
  if (url.origin !== base || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in')) return '/'
  return `${url.pathname}${url.search}`
}

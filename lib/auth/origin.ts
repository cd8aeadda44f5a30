/** Whether the browser talks to us over https, here or at the proxy in front of us. */
export function isSecure(headers: Headers, url?: string): boolean {
  const forwarded = headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
  if (forwarded) return forwarded === 'https'
  return url !== undefined && new URL(url).protocol === 'https:'
}

/** The origins a request of our own pages may name: the host it was sent to, as the browser knows it. */
export function ownOrigins(headers: Headers): string[] {
  const hosts = [headers.get('host'), headers.get('x-forwarded-host')?.split(',')[0]?.trim()]
  return hosts.filter((host) => host).flatMap((host) => [`http://${host}`, `https://${host}`])
}

/**
 * Whether a request that changes something comes from our own pages. Browsers send Origin with
 * every POST and do not let a page set it, nor the host headers it is compared with.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') return false
  const origin = headers.get('origin')
  return origin !== null && ownOrigins(headers).includes(origin)
}

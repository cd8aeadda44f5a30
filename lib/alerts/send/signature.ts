import { createHmac } from 'node:crypto'

export const SIGNATURE_HEADER = 'X-Storeroom-Signature'

/**
 * The signature of a webhook's body: `t=<unix seconds>,v1=<hex>` where v1 is the HMAC-SHA256 of
 * `<t>.<body>` under the channel's signing secret. A receiver computes it again and refuses old times.
 */
export function signature(body: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

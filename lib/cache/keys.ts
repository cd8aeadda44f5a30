import { createHash } from 'node:crypto'

/** What a key may be made of: anything JSON can write; object keys are sorted. */
export type KeyPart =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | KeyPart[]
  | { [name: string]: KeyPart }

/**
 * A load: its number and when it was published. The number alone is not enough: a warehouse that is
 * built anew at the same address counts from 1 again while Redis still holds the old one's figures.
 */
export interface KeyVersion {
  version: number
  publishedAt: Date | string
}

/**
 * A cache key that belongs to one load: `v42-kX3d:net_sales:…`. Nothing has to be thrown away when a
 * load is published, its pages simply ask for other keys. The first part is kept readable; the
 * rest is written canonically and hashed when long.
 */
export function versionedKey(load: KeyVersion, ...parts: KeyPart[]): string {
  const { publishedAt } = load
  const published = digest(publishedAt instanceof Date ? publishedAt.toISOString() : publishedAt).slice(0, 6)
  const [name, ...rest] = parts
  const head = `v${load.version}-${published}:${typeof name === 'string' ? encodeURIComponent(name) : canonical(name)}`
  if (rest.length === 0) return head
  const tail = rest.map(canonical).join(':')
  return tail.length <= 120 ? `${head}:${tail}` : `${head}:${digest(tail)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function canonical(part: KeyPart): string {
  if (part === undefined) return 'undefined'
  if (typeof part === 'bigint') return `${part}n`
  if (Array.isArray(part)) return `[${part.map(canonical).join(',')}]`
  if (part !== null && typeof part === 'object') {
    const fields = Object.keys(part)
      .filter((name) => part[name] !== undefined)
      .sort()
    return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(part[name])}`).join(',')}}`
  }
  return JSON.stringify(part)
}

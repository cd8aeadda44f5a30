import { InternalError } from '@/lib/core/errors'

/** What a check may ask for by name, as `:run_id` in its SQL. */
export interface Given {
  /** The run whose load is checked. */
  run_id: string
  now: Date
  /** The day it is at the store, YYYY-MM-DD. */
  today: string
  time_zone: string
  /** Reporting currency. */
  currency: string
  /** The check's own threshold, if it has one. */
  threshold: number | null
}

const TYPES: Record<keyof Given, string> = {
  run_id: 'bigint',
  now: 'timestamptz',
  today: 'date',
  time_zone: 'text',
  currency: 'text',
  threshold: 'numeric',
}

/**
 * Replaces `:name` by a typed parameter and appends its value to `params`, so that several checks can share one
 * statement. A cast (`::`) and a time in quotes are left alone.
 */
export function withGiven(sql: string, given: Given, params: unknown[]): string {
  const places = new Map<string, string>()
  return sql.replace(/(?<![:\w]):([a-z_]+)/g, (_, name: string) => {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name as keyof Given] : undefined
    const value = type ? given[name as keyof Given] : undefined
    if (!type || value === null || value === undefined)
      throw new InternalError('bad_check', `A check asks for :${name}, which it is not given.`)
    const known = places.get(name)
    if (known) return known
    params.push(value)
    const place = `$${params.length}::${type}`
    places.set(name, place)
    return place
  })
}

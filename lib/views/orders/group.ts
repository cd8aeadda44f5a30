import { QueryError } from '@/lib/metrics/query-error'
import { ordersWithBoth } from '@/lib/reports/basket'
import { bestCustomers } from '@/lib/reports/pareto'
import { RFM_SEGMENTS } from '@/lib/reports/rfm'
import { scoresOf } from '../customers/reports'
import { kept } from '../kept'
import { productNames } from '../product-names'
import { classesOf } from '../products/classes'
import type { ViewContext } from '../view'

/**
 * A set of customers, products or orders that a report makes and no dimension knows: `segment:At risk`, `best:20`,
 * `class:AX`, `pair:P1:P2`. Its members are found by the report itself, so that a figure and what it leads to are
 * of the same ones.
 */
export interface Group {
  /** What the condition is called on the page. */
  label: string
  dimension: 'customer' | 'product' | 'order'
  ids: string[]
}

interface Kind {
  takes: string
  /** undefined where `names` do not name a group. */
  find(names: string[], context: ViewContext): Promise<Group> | undefined
}

const KINDS: Record<string, Kind> = {
  segment: { takes: `segment:${RFM_SEGMENTS.join(', segment:')}`, find: segment },
  best: { takes: 'best:1 to best:100, a percent of customers', find: best },
  class: { takes: 'class:AX to class:CZ, class:A- without XYZ', find: productClass },
  pair: { takes: 'pair:P1:P2, two product ids', find: pair },
}

/** How a group is written in an address; a name may hold any character. */
export const groupName = (kind: 'segment' | 'best' | 'class' | 'pair', ...names: string[]) =>
  [kind, ...names.map(encodeURIComponent)].join(':')

/** Reads a group and finds its members as of the load, or in the page's period. @throws QueryError */
export async function groupOf(text: string, context: ViewContext): Promise<Group> {
  const [kind = '', ...names] = text.split(':')
  const found = Object.hasOwn(KINDS, kind) ? KINDS[kind]?.find(names.map(decoded), context) : undefined
  if (found) return found
  throw new QueryError('bad_group', `"${text}" is no group.`, {
    whatToDo: `Write one of ${Object.values(KINDS)
      .map(({ takes }) => takes)
      .join('; ')}.`,
  })
}

/** `where` with the condition that a row belongs to the group. */
export function withGroup(
  where: Readonly<Record<string, readonly string[]>>,
  { dimension, ids }: Group,
): Record<string, readonly string[]> {
  const asked = where[dimension]
  const both = asked ? ids.filter((id) => asked.includes(id)) : ids
  // No id is empty text: a group without members has no rows.
  return { ...where, [dimension]: both.length > 0 ? both : [''] }
}

function segment([name]: string[], context: ViewContext): Promise<Group> | undefined {
  const known = RFM_SEGMENTS.find((one) => one === name)
  return (
    known &&
    scoresOf(context).then((scores) => ({
      label: `Segment: ${known}`,
      dimension: 'customer',
      ids: scores.filter((score) => score.segment === known).map(({ customerId }) => customerId),
    }))
  )
}

function best([text = '']: string[], context: ViewContext): Promise<Group> | undefined {
  const percent = Number(text)
  if (!/^\d{1,3}$/.test(text) || percent < 1 || percent > 100) return undefined
  return kept(context, ['customers', 'best', text], () => bestCustomers(percent), []).then((ids) => ({
    label: `Best ${percent} % of customers`,
    dimension: 'customer',
    ids,
  }))
}

function productClass([text = '']: string[], context: ViewContext): Promise<Group> | undefined {
  const match = /^([ABC])([XYZ-])$/.exec(text)
  if (!match) return undefined
  const [, abc, sign] = match
  const xyz = sign === '-' ? null : sign
  return classesOf(context).then((products) => ({
    label: `Class ${abc}${xyz ?? ''} of ${context.period.label}`,
    dimension: 'product',
    ids: products.filter((one) => one.abc === abc && one.xyz === xyz).map(({ productId }) => productId),
  }))
}

function pair([a, b]: string[], context: ViewContext): Promise<Group> | undefined {
  if (!a || !b) return undefined
  const { from, to } = context.period
  const read = async (): Promise<Group> => {
    const [ids, names] = await Promise.all([
      kept(context, ['products', 'pair', from, to, a, b], () => ordersWithBoth({ from, to }, a, b), []),
      productNames(context, [context.period]),
    ])
    const name = (id: string) => names.get(id)?.name ?? id
    return { label: `Orders with ${name(a)} and ${name(b)}`, dimension: 'order', ids }
  }
  return read()
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

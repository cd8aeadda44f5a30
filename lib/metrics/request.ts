import { z } from 'zod'
import { isDay } from '@/lib/core/dates'
import { dimensionByName } from './dimensions'
import { QueryError, unknownName } from './query-error'

const day = z.string().refine(isDay, 'must be a day that exists, as YYYY-MM-DD')

const zRequest = z
  .object({
    metrics: z.array(z.string()).min(1, 'name at least one metric').max(50),
    by: z.array(z.string()).max(8).default([]),
    from: day.optional(),
    to: day.optional(),
    where: z.record(z.string(), z.array(z.string()).min(1)).default({}),
    returnsBy: z.enum(['refund_date', 'order_date']).default('refund_date'),
  })
  .strict()

/** A question to the semantic layer. */
export interface QueryInput {
  metrics: readonly string[]
  /** dimensions, one row for each combination with a figure other than zero; none: one row. */
  by?: readonly string[]
  /** First and last day, both included; open where missing. */
  from?: string
  to?: string
  /** Values by dimension: any of the values, and all of the dimensions. */
  where?: Readonly<Record<string, readonly string[]>>
  /** The day a refund counts on: its own (the default) or that of its order. */
  returnsBy?: 'refund_date' | 'order_date'
}

export type QueryRequest = z.infer<typeof zRequest>

/** Fills in what was left out and drops what was said twice. @throws QueryError saying what is wrong */
export function normaliseRequest(input: unknown): QueryRequest {
  const parsed = zRequest.safeParse(input)
  if (!parsed.success)
    throw new QueryError('bad_request', `The query cannot be read.\n${z.prettifyError(parsed.error)}`, {
      whatToDo: 'Write it as docs/metrics.md describes.',
    })
  const request = parsed.data
  if (request.from && request.to && request.from > request.to)
    throw new QueryError(
      'bad_period',
      `The period ends (${request.to}) before it begins (${request.from}).`,
      {
        whatToDo: 'Swap from and to.',
      },
    )
  return { ...request, metrics: [...new Set(request.metrics)], by: [...new Set(request.by)] }
}

const PARAMETERS = ['metrics', 'by', 'from', 'to', 'where', 'returns_by'] as const

/**
 * Reads `?metrics=a,b&by=month,category&from=…&to=…&where=channel=web&returns_by=order_date`.
 * `where` may be repeated: values of one dimension are alternatives.
 * @throws QueryError naming what is not understood and what would be
 */
export function parseQueryRequest(params: URLSearchParams): QueryRequest {
  const known: readonly string[] = PARAMETERS
  for (const name of params.keys()) if (!known.includes(name)) throw unknownName('parameter', name, known)
  const list = (name: string) =>
    params
      .getAll(name)
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== '')
  const one = (name: string) => params.get(name)?.trim() || undefined
  return normaliseRequest({
    metrics: list('metrics'),
    by: list('by'),
    from: one('from'),
    to: one('to'),
    where: parseConditions(params.getAll('where')),
    returnsBy: one('returns_by'),
  })
}

/** `['channel=web', 'channel=store']` → `{channel: ['web', 'store']}`. @throws QueryError */
export function parseConditions(conditions: readonly string[]): Record<string, string[]> {
  const where: Record<string, string[]> = {}
  for (const condition of conditions.filter((text) => text.trim() !== '')) {
    const at = condition.indexOf('=')
    if (at < 1)
      throw new QueryError('bad_condition', `"${condition}" is not a condition.`, {
        whatToDo: 'Write dimension=value, e.g. channel=web.',
      })
    const { name } = dimensionByName(condition.slice(0, at).trim())
    where[name] = [...(where[name] ?? []), condition.slice(at + 1).trim()]
  }
  return where
}

import { describe, expect, it } from 'vitest'
import { compileQuery } from './compile'
import { QueryError } from './query-error'
import { normaliseRequest, parseQueryRequest } from './request'
import { filledSeries } from './time-series'

const parse = (query: string) => parseQueryRequest(new URLSearchParams(query))
const refusal = (work: () => unknown): QueryError => {
  try {
    work()
  } catch (error) {
    if (error instanceof QueryError) return error
    throw error
  }
  throw new Error('was not refused')
}
const compile = (query: string) => compileQuery(parse(query), { timeZone: 'UTC' })

describe('a question in a URL', () => {
  it('is read with lists by comma, blanks and repetitions forgiven', () => {
    expect(parse('metrics=net_sales, orders,net_sales&by=month&from=2025-01-01&to=2025-01-31')).toEqual({
      metrics: ['net_sales', 'orders'],
      by: ['month'],
      from: '2025-01-01',
      to: '2025-01-31',
      where: {},
      returnsBy: 'refund_date',
    })
  })
  it('collects conditions by dimension; a value may hold a comma or an equals sign', () => {
    expect(
      parse('metrics=orders&where=channel=web&where=channel%3Dstore&where=product_name=Lamp, 2=1').where,
    ).toEqual({ channel: ['web', 'store'], product_name: ['Lamp, 2=1'] })
  })
  it.each([
    ['by=month', 'bad_request'],
    ['metrics=', 'bad_request'],
    ['metrics=orders&from=2025-02-30', 'bad_request'],
    ['metrics=orders&from=2025-02-02&to=2025-02-01', 'bad_period'],
    ['metrics=orders&returns_by=moon', 'bad_request'],
    ['metrics=orders&where=web', 'bad_condition'],
    ['metrics=orders&where=chanel=web', 'unknown_dimension'],
    ['metrics=orders&metric=x', 'unknown_parameter'],
  ])('is refused with a code when wrong: %s', (query, code) => {
    expect(refusal(() => parse(query)).code).toBe(code)
  })
})

describe('a refused question', () => {
  it('says what was probably meant and what there is', () => {
    const error = refusal(() => compile('metrics=net_sale'))
    expect(error.message).toBe('There is no metric "net_sale". Did you mean net_sales?')
    expect(error.whatToDo).toContain('gross_profit')
    expect(refusal(() => compile('metrics=orders&by=categories')).message).toContain('category')
  })
  it.each([
    ['metrics=orders&where=hour=24', 'bad_value'],
    ['metrics=orders&where=day=2025-13-01', 'bad_value'],
    ['metrics=orders&where=quarter=Q1', 'bad_value'],
    ['metrics=total_sales&by=category', 'not_by_product'],
    ['metrics=shipping&where=brand=Lux', 'not_by_product'],
  ])('is so before the database is asked: %s', (query, code) => {
    expect(refusal(() => compile(query)).code).toBe(code)
  })
})

describe('a compiled question', () => {
  it('holds no text of the caller outside its parameters', () => {
    const { sql, params } = compile("metrics=orders&by=hour,status&where=channel=it's&where=month=2025-02")
    expect(sql).not.toContain("it's")
    expect(params).toEqual(expect.arrayContaining([["it's"], [202502]]))
    const used = [...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]))
    expect(Math.max(...used)).toBe(params.length)
  })
})

describe('a time series', () => {
  it('has zero where nothing was sold, and no ratio', () => {
    const { columns } = compile('metrics=net_sales,orders,margin&by=day')
    const rows = [{ day: '2025-01-02', net_sales: '5.00', orders: 1, margin: '0.500000' }]
    expect(
      filledSeries({ version: 1, dataThrough: null, columns, rows }, 'day', {
        from: '2025-01-01',
        to: '2025-01-02',
      }),
    ).toEqual([{ day: '2025-01-01', net_sales: '0.00', orders: 0, margin: null }, rows[0]])
  })
})

describe('returnsBy', () => {
  it('changes only what depends on it', () => {
    const of = (returnsBy: 'refund_date' | 'order_date') =>
      compileQuery(normaliseRequest({ metrics: ['gross_sales'], returnsBy }), { timeZone: 'UTC' }).sql
    expect(of('order_date')).toBe(of('refund_date'))
  })
})

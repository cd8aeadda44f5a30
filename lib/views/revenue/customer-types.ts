import { addMonths, bucketStarts, type DayRange, endOf } from '@/lib/core/dates'
import { ratio, total } from '@/lib/core/decimal'
import { drillHref } from '../orders/links'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View, ViewContext } from '../view'

export const CUSTOMER_TYPES = ['returning', 'new', 'guest'] as const

/** The twelve months up to the end of the period, or the whole period where that is longer. */
function monthsShown(context: ViewContext): DayRange {
  const { period } = context
  const year = `${addMonths(period.to, -11).slice(0, 7)}-01`
  const first = period.from < year ? period.from : year
  const start = period.data && first < period.data.from ? period.data.from : first
  return { from: start <= period.to ? start : period.from, to: period.to }
}

/** Share of net sales from new, returning and guest buyers by month; a row a month. */
export const revenueCustomerTypes: View<TableData> = {
  id: 'revenue-new-and-returning',
  page: 'revenue',
  title: 'New and returning',
  async load(context) {
    const range = monthsShown(context)
    const rows = await metricRows(context, { metrics: ['net_sales'], by: ['month', 'customer_type'], range })
    const found = new Map(rows.map((row) => [`${row['month']} ${row['customer_type']}`, row['net_sales']]))
    const cell = (month: string, type: string) => found.get(`${month} ${type}`) ?? '0'
    const days = (month: string): DayRange => {
      const [, from = month] = [month, range.from].sort()
      const [to = range.to] = [endOf('month', month), range.to].sort()
      return { from, to }
    }
    const months = bucketStarts('month', range).map((month) => {
      const sum = total(CUSTOMER_TYPES.map((type) => cell(month, type)))
      return {
        month,
        partial: endOf('month', month) > range.to || month < range.from,
        ...Object.fromEntries(CUSTOMER_TYPES.map((type) => [type, cell(month, type)])),
        ...Object.fromEntries(
          CUSTOMER_TYPES.map((type) => [
            `${type}_href`,
            drillHref(context, 'net_sales', { range: days(month), where: { customer_type: type } }),
          ]),
        ),
        href: drillHref(context, 'net_sales', { range: days(month) }),
        ...Object.fromEntries(CUSTOMER_TYPES.map((type) => [`${type}_share`, ratio(cell(month, type), sum)])),
      }
    })
    return {
      columns: [
        { name: 'month', label: 'Month', unit: 'month' },
        ...CUSTOMER_TYPES.map((type) => ({
          name: `${type}_share`,
          label: `${LABELS[type]} share`,
          unit: 'ratio' as const,
        })),
        ...CUSTOMER_TYPES.map((type) => ({
          name: type,
          label: LABELS[type],
          unit: 'money' as const,
          style: 'full' as const,
          hrefFrom: `${type}_href`,
        })),
      ],
      rows: rows.length > 0 ? months : [],
    }
  },
}

const LABELS = { returning: 'Returning', new: 'New', guest: 'Guests' } as const

import { total } from '@/lib/core/decimal'
import { drillHref } from '../orders/links'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
/** Two-hour slots of a day, by their first hour. */
export const SLOTS = Array.from({ length: 12 }, (_, index) => index * 2)

/** Orders by weekday and two-hour slot in the store's time zone; a row a weekday. */
export const revenueWhen: View<TableData> = {
  id: 'revenue-when-people-buy',
  page: 'revenue',
  title: 'When people buy',
  async load(context) {
    const rows = await metricRows(context, { metrics: ['orders'], by: ['weekday', 'hour'] })
    const slot = (weekday: number, first: number) =>
      total(
        rows
          .filter(
            (row) => Number(row['weekday']) === weekday && Math.floor(Number(row['hour']) / 2) * 2 === first,
          )
          .map((row) => row['orders']),
      ) ?? '0'
    return {
      columns: [
        { name: 'weekday', label: 'Weekday', unit: 'text' },
        ...SLOTS.map((first) => ({
          name: `h${first}`,
          label: `${first}–${first + 2}`,
          unit: 'count' as const,
          hrefFrom: `h${first}_href`,
        })),
      ],
      rows:
        rows.length > 0
          ? WEEKDAYS.map((weekday, index) => ({
              weekday,
              ...Object.fromEntries(
                SLOTS.flatMap((first) => [
                  [`h${first}`, slot(index + 1, first)],
                  [
                    `h${first}_href`,
                    drillHref(context, 'orders', {
                      where: { weekday: String(index + 1), hour: [String(first), String(first + 1)] },
                    }),
                  ],
                ]),
              ),
            }))
          : [],
    }
  },
}

import { addMonths, endOf } from '@/lib/core/dates'
import type { CohortCell } from '@/lib/reports/cohorts'
import { drillHref, ofWholeShop } from '../orders/links'
import type { TableData } from '../table'
import type { View, ViewContext } from '../view'
import { cohortsOf } from './reports'

export interface CohortLine {
  cohort: string
  size: number
  /** By months since the first order; null while the month has not ended. */
  cells: readonly (LinkedCell | null)[]
}

/** A cell with where its figures lead. */
export interface LinkedCell extends CohortCell {
  activeHref: string
  salesHref: string
  profitHref: string
}

/** Those who bought lead to the customers of that month, what they brought in so far to its orders. */
function linked(context: ViewContext, cohort: string, cell: CohortCell): LinkedCell {
  const month = addMonths(cohort, cell.age)
  const to = endOf('month', month)
  const where = { cohort: cohort.slice(0, 7) }
  const href = (metric: string, from: string) =>
    drillHref(ofWholeShop(context), metric, { range: { from, to }, where })
  return {
    ...cell,
    activeHref: href('customers', month),
    salesHref: href('net_sales', cohort),
    profitHref: href('gross_profit', cohort),
  }
}

/** Share of each month's new customers that came back, and what they brought in so far; a row a cohort and month. */
export const customerCohorts: View<TableData & { cohorts: readonly CohortLine[] }> = {
  id: 'customer-cohorts',
  page: 'customers',
  title: 'Cohorts',
  async load(context) {
    const cohorts = (await cohortsOf(context)).map(({ cohort, customers, cells }) => ({
      cohort,
      customers,
      cells: cells.map((cell) => cell && linked(context, cohort, cell)),
    }))
    return {
      cohorts: cohorts.map(({ cohort, customers, cells }) => ({ cohort, size: customers, cells })),
      columns: [
        { name: 'cohort', label: 'First order in', unit: 'month', look: 'strong' },
        { name: 'customers', label: 'Customers', unit: 'count', hrefFrom: 'href' },
        { name: 'month', label: 'Months since', unit: 'count' },
        {
          name: 'active',
          label: 'Bought',
          unit: 'count',
          hrefFrom: 'active_href',
          hint: 'Customers of the cohort with a sold order in that month.',
        },
        {
          name: 'retention',
          label: 'Retention',
          unit: 'ratio',
          hint: 'Those who bought in that month as a share of the cohort.',
        },
        {
          name: 'net_per_customer',
          label: 'Net sales per customer',
          unit: 'money',
          style: 'full',
          hrefFrom: 'sales_href',
          hint: 'Up to the end of that month, per customer of the cohort; refunds count on their own day.',
        },
        {
          name: 'profit_per_customer',
          label: 'Gross profit per customer',
          unit: 'money',
          style: 'full',
          hrefFrom: 'profit_href',
          hint: 'Up to the end of that month, per customer of the cohort.',
        },
      ],
      rows: cohorts.flatMap(({ cohort, customers, cells }) =>
        cells.flatMap((cell) =>
          cell
            ? [
                {
                  cohort,
                  customers,
                  href: drillHref(context, 'new_customers', {
                    range: { from: cohort, to: endOf('month', cohort) },
                  }),
                  month: cell.age,
                  active: cell.active,
                  retention: cell.retention,
                  net_per_customer: cell.netSales,
                  profit_per_customer: cell.grossProfit,
                  active_href: cell.activeHref,
                  sales_href: cell.salesHref,
                  profit_href: cell.profitHref,
                },
              ]
            : [],
        ),
      ),
    }
  },
}

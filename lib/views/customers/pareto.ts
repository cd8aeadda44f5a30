import { pareto } from '@/lib/reports/pareto'
import { kept } from '../kept'
import { groupName } from '../orders/group'
import { drillHref, ofWholeShop, wholeHistory } from '../orders/links'
import type { TableData } from '../table'
import type { View } from '../view'

/** How much of net sales the best customers bring, to date; a row a percent of customers. */
export const customerPareto: View<TableData> = {
  id: 'customer-concentration',
  page: 'customers',
  title: 'Concentration',
  async load(context) {
    const points = await kept(context, ['customers', 'pareto'], () => pareto(), [])
    const range = wholeHistory(context)
    return {
      columns: [
        { name: 'customerShare', label: 'Best customers', unit: 'ratio' },
        { name: 'customers', label: 'Customers', unit: 'count' },
        { name: 'netSales', label: 'Net sales', unit: 'money', style: 'full', hrefFrom: 'href' },
        { name: 'salesShare', label: 'Share of net sales', unit: 'ratio' },
      ],
      rows: points
        .filter((point) => point.salesShare !== null)
        .map((point) => ({
          ...point,
          href: drillHref(ofWholeShop(context), 'net_sales', {
            range,
            group: groupName('best', String(point.percent)),
          }),
        })),
    }
  },
}

import { drillHref, ofWholeShop, VALUE } from '../orders/links'
import { stockColumn } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { demandDays, positions } from './stock'

const whole = (value: number | null) => (value === null ? null : Math.ceil(value))

/** Every product in stock or selling, those to reorder first. */
export const inventoryReorder: View<TableData> = {
  id: 'inventory-reorder',
  page: 'inventory',
  title: 'Stock and reorder points',
  async load(context) {
    const rows = await positions(context)
    const demand = {
      link: {
        to: drillHref(ofWholeShop(context), 'units_sold', {
          range: demandDays(context),
          where: { product: VALUE },
        }),
        from: 'product_id',
      },
    }
    return {
      columns: [
        { name: 'product', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'supplier', label: 'Supplier', unit: 'text', look: 'muted' },
        {
          name: 'state',
          label: 'State',
          unit: 'text',
          look: 'badge',
          tones: { reorder: 'warn', 'out of stock': 'bad', enough: 'good', 'no demand': 'neutral' },
        },
        { name: 'on_hand', label: 'On hand', unit: 'count', ...stockColumn(context) },
        {
          name: 'days_of_cover',
          label: 'Days of cover',
          unit: 'days',
          hint: `On hand over units sold a day, of the last ${context.state.demand} days those in stock; leads to what was sold.`,
          ...demand,
        },
        {
          name: 'reorder_point',
          label: 'Reorder point',
          unit: 'count',
          hint: 'Demand over the lead time plus safety stock for a 95 % service level; leads to the demand.',
          ...demand,
        },
        { name: 'safety_stock', label: 'Safety stock', unit: 'count', ...demand },
        { name: 'lead_time', label: 'Lead time', unit: 'days' },
        { name: 'stock_value', label: 'Stock value', unit: 'money', style: 'full', ...stockColumn(context) },
      ],
      rows: rows
        .filter((p) => p.onHand !== 0 || (p.dailyUnits ?? 0) > 0)
        .sort(
          (a, b) =>
            Number(b.toReorder) - Number(a.toReorder) || (a.daysOfCover ?? 1e9) - (b.daysOfCover ?? 1e9),
        )
        .map((p) => ({
          product: p.name,
          product_id: p.productId,
          supplier: p.supplier,
          state:
            p.onHand <= 0 && (p.dailyUnits ?? 0) > 0
              ? 'out of stock'
              : p.toReorder
                ? 'reorder'
                : (p.dailyUnits ?? 0) > 0
                  ? 'enough'
                  : 'no demand',
          on_hand: p.onHand,
          days_of_cover: p.daysOfCover === null ? null : Math.round(p.daysOfCover),
          reorder_point: whole(p.reorderPoint),
          safety_stock: whole(p.safetyStock),
          lead_time: p.leadTime,
          stock_value: p.stockValue,
        })),
    }
  },
}

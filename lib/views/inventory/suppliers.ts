import { compareFigures } from '@/lib/core/decimal'
import { viewHref } from '../search-params'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { suppliersOf } from './stock'

/** Suppliers, their contracts and what came from them in the period. */
export const inventorySuppliers: View<TableData> = {
  id: 'inventory-suppliers',
  page: 'inventory',
  title: 'Suppliers',
  async load(context) {
    const rows = await suppliersOf(context)
    return {
      columns: [
        { name: 'name', label: 'Supplier', unit: 'text', look: 'strong' },
        { name: 'country', label: 'Country', unit: 'text', look: 'muted' },
        {
          name: 'contract',
          label: 'Contract',
          unit: 'text',
          look: 'badge',
          tones: { active: 'good', ended: 'bad', upcoming: 'info', none: 'neutral' },
        },
        { name: 'contract_end', label: 'Ends', unit: 'date' },
        { name: 'lead_time', label: 'Lead time', unit: 'days' },
        { name: 'payment_terms', label: 'Payment terms', unit: 'days' },
        { name: 'rating', label: 'Rating', unit: 'decimal' },
        {
          name: 'products',
          label: 'Products',
          unit: 'count',
          hrefFrom: 'products_href',
          hint: 'In the catalogue now; leads to those sold in the period.',
        },
        {
          name: 'received',
          label: 'Received at cost',
          unit: 'money',
          style: 'full',
          hrefFrom: 'received_href',
        },
      ],
      rows: [...rows]
        .sort((a, b) => compareFigures(b.received, a.received))
        .map((s) => ({
          name: s.name,
          country: s.country,
          contract: s.contractStatus,
          contract_end: s.contractEnd,
          lead_time: s.leadTime,
          payment_terms: s.paymentTerms,
          rating: s.rating,
          products: s.products,
          received: s.received,
          products_href: viewHref('/products', context.state, { supplier: [s.id] }),
          received_href: stockHref(context, 'received', { supplier: s.id }),
        })),
    }
  },
}

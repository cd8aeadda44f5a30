/** The entities of the source contract, as choices of a filter. */
export const ENTITIES = [
  'customers',
  'suppliers',
  'products',
  'orders',
  'order_items',
  'refunds',
  'inventory_movements',
  'exchange_rates',
].map((entity) => ({ value: entity, label: entity }))

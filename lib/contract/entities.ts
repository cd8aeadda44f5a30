/**
 * The source contract as data: what files Storeroom reads. Extract, the upload check and docs/data-contract.md
 * are all made from this one description.
 */

export type ColumnType =
  | { kind: 'text' }
  | { kind: 'email' }
  | { kind: 'country' }
  | { kind: 'currency' }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'integer'; min?: number; max?: number }
  /** `scale` decimals are kept, more are rounded half away from zero with a warning. */
  | { kind: 'decimal'; scale: number; precision: number; min?: number; max?: number; above?: number }
  | { kind: 'date' }
  | { kind: 'timestamp' }
  | { kind: 'boolean' }

export interface Column {
  name: string
  type: ColumnType
  /** The column must be in the file and filled in every row. */
  required?: true
  /** Contract dates may lie in the future; events may not. */
  future?: true
  description: string
}

export interface Entity {
  name: EntityName
  description: string
  key: readonly string[]
  columns: readonly Column[]
}

export const ENTITY_NAMES = [
  'customers',
  'suppliers',
  'products',
  'orders',
  'order_items',
  'refunds',
  'inventory_movements',
  'exchange_rates',
] as const
export type EntityName = (typeof ENTITY_NAMES)[number]

const text = { kind: 'text' } as const
const country = { kind: 'country' } as const
const timestamp = { kind: 'timestamp' } as const
const date = { kind: 'date' } as const
/** Ten billion: keeps quantity × price × rate inside the warehouse's numeric(18,2). */
export const MAX_AMOUNT = 10_000_000_000
const price = { kind: 'decimal', scale: 4, precision: 14, min: 0, max: 9_999_999_999 } as const
const amount = { kind: 'decimal', scale: 2, precision: 14, min: 0, max: MAX_AMOUNT } as const
const MAX_UNITS = 1_000_000_000

const updatedAt: Column = {
  name: 'updated_at',
  type: timestamp,
  description: 'When the record last changed in the shop; the later record of a key wins.',
}

export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'refunded'] as const
export const MOVEMENT_TYPES = ['receipt', 'sale', 'return', 'adjustment', 'transfer', 'write_off'] as const

export const entities: readonly Entity[] = [
  {
    name: 'customers',
    description: 'People and companies that buy.',
    key: ['customer_id'],
    columns: [
      { name: 'customer_id', type: text, required: true, description: 'The shop’s id of the customer.' },
      { name: 'first_name', type: text, description: 'First name.' },
      { name: 'last_name', type: text, description: 'Last name.' },
      { name: 'full_name', type: text, description: 'Whole name, where first and last are not apart.' },
      { name: 'email', type: { kind: 'email' }, description: 'E-mail address.' },
      { name: 'phone', type: text, description: 'Telephone number.' },
      { name: 'city', type: text, description: 'City. A change begins a new version of the customer.' },
      { name: 'region', type: text, description: 'State or region. A change begins a new version.' },
      { name: 'country', type: country, description: 'Country. A change begins a new version.' },
      {
        name: 'segment',
        type: text,
        description: 'Customer group, such as retail or wholesale. A change begins a new version.',
      },
      { name: 'created_at', type: timestamp, description: 'When the customer signed up.' },
      updatedAt,
    ],
  },
  {
    name: 'suppliers',
    description: 'Where products are bought, with the contract.',
    key: ['supplier_id'],
    columns: [
      { name: 'supplier_id', type: text, required: true, description: 'The shop’s id of the supplier.' },
      { name: 'supplier_name', type: text, required: true, description: 'Name.' },
      { name: 'contact_email', type: { kind: 'email' }, description: 'E-mail address.' },
      { name: 'country', type: country, description: 'Country.' },
      { name: 'contract_start', type: date, future: true, description: 'First day of the contract.' },
      { name: 'contract_end', type: date, future: true, description: 'Last day of the contract.' },
      {
        name: 'payment_terms_days',
        type: { kind: 'integer', min: 0, max: 3650 },
        description: 'Days to pay an invoice.',
      },
      {
        name: 'lead_time_days',
        type: { kind: 'integer', min: 0, max: 3650 },
        description: 'Days from purchase order to receipt.',
      },
      {
        name: 'discount_rate',
        type: { kind: 'decimal', scale: 6, precision: 7, min: 0, max: 1 },
        description: 'Discount agreed, as a share from 0 to 1.',
      },
      {
        name: 'rating',
        type: { kind: 'decimal', scale: 2, precision: 4, min: 0, max: 5 },
        description: 'Rating from 0 to 5.',
      },
      updatedAt,
    ],
  },
  {
    name: 'products',
    description: 'What is sold, with its cost and price. Costs and prices are in the reporting currency.',
    key: ['product_id'],
    columns: [
      { name: 'product_id', type: text, required: true, description: 'The shop’s id or SKU of the product.' },
      { name: 'product_name', type: text, required: true, description: 'Name.' },
      {
        name: 'category',
        type: text,
        description: 'Category. A change begins a new version of the product.',
      },
      { name: 'subcategory', type: text, description: 'Subcategory. A change begins a new version.' },
      { name: 'brand', type: text, description: 'Brand.' },
      {
        name: 'supplier_id',
        type: text,
        description: 'Supplier it is bought from. A change begins a new version.',
      },
      {
        name: 'unit_cost',
        type: price,
        description: 'What one unit costs the shop. A change begins a new version.',
      },
      {
        name: 'list_price',
        type: price,
        required: true,
        description: 'Price before discounts. A change begins a new version.',
      },
      {
        name: 'status',
        type: { kind: 'choice', of: ['active', 'discontinued'] },
        description: 'Whether it is still sold.',
      },
      { name: 'launched_at', type: timestamp, future: true, description: 'When it was first offered.' },
      updatedAt,
    ],
  },
  {
    name: 'orders',
    description: 'Orders, without their lines.',
    key: ['order_id'],
    columns: [
      { name: 'order_id', type: text, required: true, description: 'The shop’s id of the order.' },
      { name: 'customer_id', type: text, description: 'Who ordered; empty for a guest.' },
      { name: 'ordered_at', type: timestamp, required: true, description: 'When it was ordered.' },
      {
        name: 'status',
        type: { kind: 'choice', of: ORDER_STATUSES },
        required: true,
        description: 'Where it stands.',
      },
      { name: 'channel', type: text, description: 'Where it came from, such as web or store.' },
      {
        name: 'currency',
        type: { kind: 'currency' },
        description: 'Currency of its amounts; empty for the reporting currency.',
      },
      { name: 'ship_country', type: country, description: 'Country it is sent to.' },
      { name: 'shipping_amount', type: amount, description: 'Shipping charged.' },
      { name: 'tax_amount', type: amount, description: 'Tax charged.' },
      {
        name: 'discount_amount',
        type: amount,
        description: 'Discount on the whole order; shared out to its lines.',
      },
      { name: 'payment_method', type: text, description: 'How it was paid.' },
      { name: 'coupon_code', type: text, description: 'Coupon used.' },
      updatedAt,
    ],
  },
  {
    name: 'order_items',
    description: 'Lines of orders, in the order’s currency.',
    key: ['order_id', 'line_number'],
    columns: [
      { name: 'order_id', type: text, required: true, description: 'Order the line belongs to.' },
      {
        name: 'line_number',
        type: { kind: 'integer', min: 0, max: 1_000_000_000 },
        required: true,
        description: 'Number of the line in the order.',
      },
      { name: 'product_id', type: text, required: true, description: 'Product sold.' },
      {
        name: 'quantity',
        type: { kind: 'integer', min: 1, max: MAX_UNITS },
        required: true,
        description: 'Units sold, above 0.',
      },
      { name: 'unit_price', type: price, required: true, description: 'Price of one unit before discounts.' },
      {
        name: 'discount_amount',
        type: amount,
        description: 'Discount on the line, between 0 and quantity × unit_price.',
      },
      {
        name: 'unit_cost',
        type: price,
        description:
          'Cost of one unit in the reporting currency, where the shop knows it; else the product’s at the time.',
      },
    ],
  },
  {
    name: 'refunds',
    description: 'Refunded lines, in the order’s currency.',
    key: ['refund_id'],
    columns: [
      {
        name: 'refund_id',
        type: text,
        required: true,
        description: 'The shop’s id of the refund of this line.',
      },
      { name: 'order_id', type: text, required: true, description: 'Order refunded.' },
      {
        name: 'line_number',
        type: { kind: 'integer', min: 0, max: 1_000_000_000 },
        required: true,
        description: 'Line refunded.',
      },
      { name: 'refunded_at', type: timestamp, required: true, description: 'When it was refunded.' },
      {
        name: 'quantity',
        type: { kind: 'integer', min: 0, max: MAX_UNITS },
        required: true,
        description: 'Units given back; 0 when only money was.',
      },
      { name: 'amount', type: amount, required: true, description: 'Money given back.' },
      { name: 'reason', type: text, description: 'Why.' },
      {
        name: 'restocked',
        type: { kind: 'boolean' },
        description: 'Whether the units went back into stock (true or false).',
      },
    ],
  },
  {
    name: 'inventory_movements',
    description: 'Everything that changes stock.',
    key: ['movement_id'],
    columns: [
      { name: 'movement_id', type: text, required: true, description: 'The shop’s id of the movement.' },
      { name: 'product_id', type: text, required: true, description: 'Product moved.' },
      { name: 'moved_at', type: timestamp, required: true, description: 'When.' },
      {
        name: 'movement_type',
        type: { kind: 'choice', of: MOVEMENT_TYPES },
        required: true,
        description: 'What kind of movement.',
      },
      {
        name: 'quantity',
        type: { kind: 'integer', min: -MAX_UNITS, max: MAX_UNITS },
        required: true,
        description:
          'Signed units: receipt and return above 0, sale and write_off below 0, the others either.',
      },
      { name: 'unit_cost', type: price, description: 'Cost of one unit in the reporting currency.' },
      { name: 'reference', type: text, description: 'Purchase order or document.' },
      { name: 'location', type: text, description: 'Warehouse or shelf.' },
    ],
  },
  {
    name: 'exchange_rates',
    description: 'Rates of foreign currencies.',
    key: ['currency', 'rate_date'],
    columns: [
      { name: 'currency', type: { kind: 'currency' }, required: true, description: 'Foreign currency.' },
      {
        name: 'rate_date',
        type: date,
        required: true,
        description: 'Day from which the rate holds, until the next one.',
      },
      {
        name: 'rate',
        type: { kind: 'decimal', scale: 10, precision: 20, above: 0, max: 100_000 },
        required: true,
        description: 'One unit of the currency in the reporting currency.',
      },
    ],
  },
]

/** The entity of a name. */
export function entity(name: EntityName): Entity {
  const found = entities.find((e) => e.name === name)
  if (!found) throw new RangeError(`no entity ${name}`)
  return found
}

import { z } from 'zod'
import { toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

/** Figures of the stock that are sums of movements: their kinds, and the column of inventory_daily that has them ready. */
export const STOCK_MEASURES = {
  on_hand: { label: 'Units on hand', type: null, column: null },
  received: { label: 'Received', type: 'receipt', column: 'received' },
  sold: { label: 'Sold', type: 'sale', column: 'sold' },
  returned: { label: 'Returned', type: 'return', column: 'returned' },
  adjusted: { label: 'Adjusted', type: 'adjustment', column: 'adjusted' },
  transferred: { label: 'Transferred', type: 'transfer', column: 'transferred' },
  written_off: { label: 'Written off', type: 'write_off', column: 'written_off' },
} as const
export type StockMeasure = keyof typeof STOCK_MEASURES
export const STOCK_MEASURE_NAMES = Object.keys(STOCK_MEASURES) as [StockMeasure, ...StockMeasure[]]

export interface MovementsAsk {
  measure: StockMeasure
  /** First and last day; what is on hand counts from the first movement on. */
  from: string
  to: string
  /** Id of one product, or those of several; all of them where left out. */
  product?: string | readonly string[]
  /** Id of the supplier a movement names. */
  supplier?: string
}

const zMovement = z.object({
  id: z.string(),
  at: z.date().transform((date) => date.toISOString()),
  productId: z.string(),
  product: z.string(),
  type: z.string(),
  quantity: z.number(),
  unitCost: z.string().nullable(),
  location: z.string().nullable(),
  reference: z.string().nullable(),
  fileId: z.coerce.number(),
  file: z.string().nullable(),
  record: z.coerce.number(),
})
export type StockMovement = z.infer<typeof zMovement>

const zTotals = z.object({
  rows: z.coerce.number(),
  units: z.coerce.number(),
  cost: z.string(),
  figure: z.coerce.number().nullable(),
})

/** What a figure of the stock is made of. */
export interface StockMovements {
  /** All movements: how many, and their units added up. */
  rows: number
  units: number
  /** Units times their unit cost, where it is known; an amount. */
  cost: string
  /** The figure as the inventory page has it, from inventory_daily, which knows no supplier: then null. */
  figure: number | null
  movements: StockMovement[]
}

const SORTS = {
  date: 'm.date_key',
  product: 'p.product_id',
  quantity: 'm.quantity',
  id: 'm.movement_id',
} as const
export type MovementSort = keyof typeof SORTS
export const MOVEMENT_SORTS = Object.keys(SORTS) as [MovementSort, ...MovementSort[]]

const JOINED = `from warehouse.inventory_movements m
  join warehouse.dim_products p using (product_key)
  left join pipeline.source_files f on f.id = m.source_file_id
  where m.date_key between $1 and $2 and ($3::text is null or m.movement_type = $3)
    and ($4::text[] is null or p.product_id = any($4))
    and ($5::text is null or m.supplier_key = (select supplier_key from warehouse.dim_suppliers where supplier_id = $5))`

function parameters({ measure, from, to, product, supplier }: MovementsAsk) {
  const { type } = STOCK_MEASURES[measure]
  const products = product === undefined ? null : [product].flat()
  return [type === null ? 0 : toDateKey(from), toDateKey(to), type, products, supplier ?? null]
}

/** One page of the movements behind a figure of the stock, with their totals. */
export async function stockMovements(
  ask: MovementsAsk,
  {
    page,
    pageSize,
    sort = 'date',
    descending = true,
  }: { page: number; pageSize: number; sort?: MovementSort; descending?: boolean },
  db: Queryable = pool(),
): Promise<StockMovements> {
  const params = parameters(ask)
  const { column } = STOCK_MEASURES[ask.measure]
  const ready =
    column === null
      ? `select coalesce(sum(on_hand), 0) from (select distinct on (product_id) on_hand from warehouse.inventory_daily
           where date_key <= $2 and ($4::text[] is null or product_id = any($4)) order by product_id, date_key desc) last`
      : `select coalesce(sum(${column}), 0) from warehouse.inventory_daily
           where date_key between $1 and $2 and ($4::text[] is null or product_id = any($4))`
  const [totals] = await query(
    zTotals,
    `select count(*) as rows, coalesce(sum(m.quantity), 0) as units,
       round(coalesce(sum(m.quantity * m.unit_cost), 0), 2)::text as cost,
       case when $5::text is null then (${ready}) end as figure ${JOINED}`,
    params,
    db,
  )
  const direction = descending ? 'desc' : 'asc'
  const movements = await query(
    zMovement,
    `select m.movement_id as id, m.moved_at as at, p.product_id as "productId", p.product_name as product,
       m.movement_type as type, m.quantity, m.unit_cost as "unitCost", m.location, m.reference,
       m.source_file_id as "fileId", f.name as file, m.source_row as record
     ${JOINED} order by ${SORTS[sort]} ${direction}, m.movement_id ${direction} limit $6 offset $7`,
    [...params, pageSize, (page - 1) * pageSize],
    db,
  )
  return { ...(totals ?? { rows: 0, units: 0, cost: '0.00', figure: null }), movements }
}

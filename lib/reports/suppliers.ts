import { z } from 'zod'
import { toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zSupplier = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  contractStatus: z.string(),
  contractEnd: z.string().nullable(),
  leadTime: z.coerce.number().nullable(),
  paymentTerms: z.coerce.number().nullable(),
  rating: z.string().nullable(),
  products: z.coerce.number(),
  received: z.string(),
})
export type Supplier = z.infer<typeof zSupplier>

/** Suppliers with their contract as of the last load and what was received from them in a period, at cost. */
export async function suppliers(
  range: { from: string; to: string },
  db: Queryable = pool(),
): Promise<Supplier[]> {
  return query(
    zSupplier,
    `select s.supplier_id as id, s.supplier_name as name, s.country, s.contract_status as "contractStatus", s.contract_end::text as "contractEnd",
       s.lead_time_days as "leadTime", s.payment_terms_days as "paymentTerms", s.rating::text as rating,
       (select count(*) from warehouse.dim_products p where p.supplier_key = s.supplier_key and p.is_current) as products,
       coalesce((select round(sum(m.quantity * m.unit_cost), 2) from warehouse.inventory_movements m
         where m.supplier_key = s.supplier_key and m.movement_type = 'receipt' and m.date_key between $1 and $2), 0)::text as received
     from warehouse.dim_suppliers s order by s.supplier_name`,
    [toDateKey(range.from), toDateKey(range.to)],
    db,
  )
}

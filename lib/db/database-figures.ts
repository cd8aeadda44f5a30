import { z } from 'zod'
import { query, queryOne } from './sql'

const bytes = z.coerce.number()

const totalsSchema = z.object({
  database: z.string(),
  version: z.string(),
  bytes,
  connections: bytes,
  maxConnections: bytes,
  /** Share of page reads answered from PostgreSQL's own memory, 0 to 1; null before the first read. */
  bufferHitRate: z.number().nullable(),
})
const schemaSchema = z.object({ schema: z.string(), bytes })
const tableSchema = z.object({
  table: z.string(),
  bytes,
  /** Of it, the indexes. */
  indexBytes: bytes,
  /** Rows as the planner believes; null where they were never counted. */
  rows: bytes.nullable(),
  partitions: bytes,
})

export interface DatabaseFigures extends z.infer<typeof totalsSchema> {
  schemas: z.infer<typeof schemaSchema>[]
  /** The largest, a partitioned table with all its partitions as one. */
  tables: z.infer<typeof tableSchema>[]
}

const OWN = `('warehouse', 'pipeline', 'auth', 'staging', 'partitions')`

/**
 * How large the database is, what takes the room, and how many are connected. Sizes come from the
 * file system by way of PostgreSQL's catalogue: no table is read.
 */
export async function databaseFigures(tables = 8): Promise<DatabaseFigures> {
  const [totals, schemas, largest] = await Promise.all([
    databaseTotals(),
    query(
      schemaSchema,
      `select n.nspname as schema, sum(pg_total_relation_size(c.oid)) as bytes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'm') and n.nspname in ${OWN}
       group by 1 having sum(pg_total_relation_size(c.oid)) > 0 order by 2 desc`,
    ),
    query(
      tableSchema,
      `with leaves as (
         select c.oid, coalesce(pg_partition_root(c.oid), c.oid) as root, c.reltuples
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname in ${OWN}
       )
       select n.nspname || '.' || r.relname as "table", sum(pg_total_relation_size(l.oid)) as bytes,
         sum(pg_indexes_size(l.oid)) as "indexBytes",
         case when bool_or(l.reltuples >= 0) then sum(greatest(l.reltuples, 0))::bigint end as rows,
         count(*) filter (where l.oid <> l.root) as partitions
       from leaves l join pg_class r on r.oid = l.root join pg_namespace n on n.oid = r.relnamespace
       group by 1 order by 2 desc, 1 limit $1`,
      [tables],
    ),
  ])
  return { ...totals, schemas, tables: largest }
}

/** The totals alone: one statement, for those who ask often. */
export async function databaseTotals(): Promise<z.infer<typeof totalsSchema>> {
  const row = await queryOne(
    totalsSchema,
    `select current_database() as database, current_setting('server_version') as version,
       pg_database_size(current_database()) as bytes,
       (select count(*) from pg_stat_activity where datname = current_database()) as connections,
       current_setting('max_connections')::int as "maxConnections",
       (select blks_hit::float8 / nullif(blks_hit + blks_read, 0) from pg_stat_database
        where datname = current_database()) as "bufferHitRate"`,
  )
  if (!row) throw new Error('the totals came without a row')
  return row
}

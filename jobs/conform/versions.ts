import type { DuckSession } from '../duckdb/session'
import { account } from './latest-wins'

/**
 * A dimension that keeps versions (SCD type 2). A change of a `tracked` column begins a version;
 * the `latest` columns are those of the latest record on every version (type 1).
 */
export interface VersionedDimension {
  entity: 'products' | 'customers'
  id: string
  key: string
  tracked: Record<string, string>
  latest: Record<string, string>
}

export const products: VersionedDimension = {
  entity: 'products',
  id: 'product_id',
  key: 'product_key',
  tracked: {
    unit_cost: 'decimal(14,4)',
    list_price: 'decimal(14,4)',
    category: 'varchar',
    subcategory: 'varchar',
    supplier_id: 'varchar',
  },
  latest: { product_name: 'varchar', brand: 'varchar', status: 'varchar', launched_at: 'timestamptz' },
}

export const customers: VersionedDimension = {
  entity: 'customers',
  id: 'customer_id',
  key: 'customer_key',
  tracked: { segment: 'varchar', city: 'varchar', region: 'varchar', country: 'varchar' },
  latest: {
    first_name: 'varchar',
    last_name: 'varchar',
    full_name: 'varchar',
    email: 'varchar',
    phone: 'varchar',
    created_at: 'timestamptz',
  },
}

export const beginning = `timestamptz '1900-01-01 00:00:00+00'`
export const end = `timestamptz '9999-12-31 00:00:00+00'`

const cols = (record: Record<string, string>, prefix = '') =>
  Object.keys(record)
    .map((c) => `${prefix}${c}`)
    .join(', ')

/** Columns of `state_<entity>`: the versions the warehouse holds of the ids concerned. */
export function stateColumns(dimension: VersionedDimension): Record<string, string> {
  return {
    [dimension.key]: 'integer',
    [dimension.id]: 'varchar',
    effective_at: 'timestamptz',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    file_id: 'bigint',
    record_number: 'bigint',
    updated_at: 'timestamptz',
    ...dimension.tracked,
    ...dimension.latest,
  }
}

/**
 * Rebuilds the versions of every id in `resolved_<entity>` from all records ever seen of it: those of the
 * batch, the versions (`state_<entity>`) and the records that repeated a version (`state_confirmations_<entity>`).
 *
 * Leaves `versions_<entity>` (all versions of those ids, new ones with keys above `highestKey`),
 * `confirmations_<entity>`, `obsolete_<entity>` (keys no longer a version) and `touched_<entity>`
 * (id, from_at, to_at: where the version in force, or what it says, is another than before).
 */
export async function rebuildVersions(
  duck: DuckSession,
  d: VersionedDimension,
  highestKey: number,
): Promise<void> {
  const { entity, id, key } = d
  const same = (a: string, b: string, of: Record<string, string>) =>
    `row(${cols(of, `${a}.`)}) is not distinct from row(${cols(of, `${b}.`)})`

  await duck.run(`create or replace table points_${entity} as
    with batch as (
      select ${id}, effective_at, file_id, record_number, updated_at, true as in_batch, is_retry, null::integer as ${key},
        ${cols(d.tracked)}, ${cols(d.latest)}
      from resolved_${entity}
    ),
    held as (
      select s.* from state_${entity} s semi join resolved_${entity} r on s.${id} = r.${id}
    ),
    began as (
      select ${id}, effective_at, file_id, record_number, updated_at, false, false, ${key}, ${cols(d.tracked)}, ${cols(d.latest)}
      from held
    ),
    repeated as (
      select c.${id}, c.effective_at, c.file_id, c.record_number, null::timestamptz, false, false, null::integer,
        ${cols(d.tracked, 's.')}, ${cols(d.latest, 's.')}
      from state_confirmations_${entity} c
      join held s on s.${id} = c.${id} and c.effective_at >= s.valid_from and c.effective_at < s.valid_to
    )
    from batch union all from began union all from repeated`)

  // One record stands for each instant: the later file's, then the later record's.
  await duck.run(`create or replace table history_${entity} as
    with standing as (
      select * from points_${entity}
      qualify row_number() over (partition by ${id}, effective_at order by file_id desc, record_number desc) = 1
    )
    select *,
      lag(1) over instants is null
        or row(${cols(d.tracked)}) is distinct from lag(row(${cols(d.tracked)})) over instants as is_version,
      row(${cols(d.latest)}) is distinct from lag(row(${cols(d.latest)})) over instants as is_rewrite,
      lead(1) over instants is null as is_latest
    from standing
    window instants as (partition by ${id} order by effective_at)`)

  await duck.run(`create or replace table versions_${entity} as
    with latest as (select ${id}, ${cols(d.latest)} from history_${entity} where is_latest),
    began as (
      select h.*, row_number() over (partition by h.${id} order by h.effective_at) as n,
        lead(h.effective_at) over (partition by h.${id} order by h.effective_at) as next_at
      from history_${entity} h where is_version
    ),
    keyed as (
      select b.* exclude (${key}, ${cols(d.latest)}), ${cols(d.latest, 'l.')}, s.${key} as held_key
      from began b
      join latest l on l.${id} = b.${id}
      left join state_${entity} s on s.${id} = b.${id} and s.effective_at = b.effective_at
    )
    select coalesce(held_key, ${highestKey} + row_number() over (partition by held_key is null order by ${id}, effective_at))::integer as ${key},
      ${id}, effective_at, case when n = 1 then ${beginning} else effective_at end as valid_from,
      coalesce(next_at, ${end}) as valid_to, next_at is null as is_current,
      file_id, record_number, updated_at, ${cols(d.tracked)}, ${cols(d.latest)}
    from keyed`)

  await duck.run(`create or replace table confirmations_${entity} as
    select ${id}, effective_at, file_id, record_number from history_${entity} where not is_version`)
  await duck.run(`create or replace table obsolete_${entity} as
    select s.${key}, s.${id} from state_${entity} s
    semi join resolved_${entity} r on s.${id} = r.${id}
    anti join versions_${entity} v on s.${key} = v.${key}`)

  await duck.run(`create or replace table touched_${entity} as
    with held as (select s.* from state_${entity} s semi join resolved_${entity} r on s.${id} = r.${id}),
    starts as (
      select ${id}, valid_from as from_at from held
      union select v.${id}, v.valid_from from versions_${entity} v semi join held h on h.${id} = v.${id}
    ),
    spans as (
      select ${id}, from_at, coalesce(lead(from_at) over (partition by ${id} order by from_at), ${end}) as to_at from starts
    )
    select p.${id}, p.from_at, p.to_at
    from spans p
    join held s on s.${id} = p.${id} and p.from_at >= s.valid_from and p.from_at < s.valid_to
    join versions_${entity} v on v.${id} = p.${id} and p.from_at >= v.valid_from and p.from_at < v.valid_to
    where s.${key} <> v.${key} or not ${same('s', 'v', d.tracked)}`)

  await accountVersions(duck, d)
}

/**
 * The fate of each record of the batch. One that begins a version, or brings a new name and the like as the
 * latest, is loaded; one that says what is known is unchanged; one that another record overrules is superseded.
 */
async function accountVersions(
  duck: DuckSession,
  { entity, id, tracked, latest }: VersionedDimension,
): Promise<void> {
  const all = { ...tracked, ...latest }
  await duck.run(`create or replace table fates_${entity} as
    select b.file_id, b.record_number, b.is_retry,
      case
        -- This very record is in the warehouse: its file is loaded again.
        when c.file_id is not null then 'unchanged'
        when (s.file_id, s.record_number) = (b.file_id, b.record_number)
          and row(${cols(tracked, 'b.')}) is not distinct from row(${cols(tracked, 's.')}) then 'unchanged'
        when (h.file_id, h.record_number) <> (b.file_id, b.record_number)
          then case when row(${cols(all, 'b.')}) is not distinct from row(${cols(all, 'h.')}) then 'unchanged' else 'superseded' end
        when s.${id} is not null and row(${cols(all, 'b.')}) is not distinct from row(${cols(all, 's.')}) then 'unchanged'
        when h.is_version then 'loaded'
        when not h.is_rewrite then 'unchanged'
        when h.is_latest then 'loaded'
        else 'superseded'
      end as fate
    from points_${entity} b
    join history_${entity} h on h.${id} = b.${id} and h.effective_at = b.effective_at
    left join state_${entity} s on s.${id} = b.${id} and s.effective_at = b.effective_at
    left join state_confirmations_${entity} c on c.${id} = b.${id} and c.effective_at = b.effective_at
      and c.file_id = b.file_id and c.record_number = b.record_number
    where b.in_batch`)
  await account(duck, `fates_${entity}`)
}

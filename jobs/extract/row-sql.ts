import { ACCEPTS, acceptedChoice, acceptedRange } from '@/lib/contract/accepts'
import { countrySpellings, currencyCodes } from '@/lib/contract/countries'
import { type Column, type ColumnType, type Entity, MAX_AMOUNT } from '@/lib/contract/entities'
import { literal } from '../duckdb/csv'

/**
 * The row rules of the contract as DuckDB SQL, made from the contract's data. Literals are tested by pattern before
 * they are cast, because DuckDB takes 8.7 for an integer, 1_000 for a number and inf for a double.
 */

/** One way a row can fail: the first that holds, in this order, is the reason given. */
interface Failure {
  when: string
  rule: string
  column: string
  accepts: string
}

/** Something worth a warning that does not keep the row out; each has a bit in `valid_<entity>.warnings`. */
export interface Warning {
  when: string
  rule: string
  column: string
  message: string
}

const text = (column: string) => `t_${column}`
const value = (column: string) => `v_${column}`

const BLANKS = `' ' || chr(9) || chr(10) || chr(13) || chr(160)`
// Groups do not capture: RE2 is several times faster then.
const DECIMAL = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`
const DAY = String.raw`\d{4}-\d{2}-\d{2}`
const CLOCK = String.raw`[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?`
const OFFSET = String.raw` ?(?:[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)`
const INTEGER = String.raw`[+-]?\d+`

/** Text of a field: trimmed, empty is null. */
export const fieldText = (expression: string) => `nullif(trim(${expression}, ${BLANKS}), '')`

/** Type of the column in `valid_<entity>`. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case 'integer':
      return 'integer'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'date':
      return 'date'
    case 'timestamp':
      return 'timestamptz'
    case 'boolean':
      return 'boolean'
    default:
      return 'varchar'
  }
}

/**
 * Types, variables and bounds the row rules refer to. Spellings and codes are enums, because a cast to an enum looks
 * a text up in a hash table; for a join DuckDB would take the file, whose size it does not know, as the hashed side.
 */
export function rowSqlSetup(storeTimezone: string, now: Date): string[] {
  const spellings = [...countrySpellings()]
  const zone = literal(storeTimezone)
  const latest = literal(new Date(now.getTime() + 86_400_000).toISOString())
  return [
    `set variable store_timezone = ${zone}`,
    `set variable earliest = timezone(${zone}, timestamp '1990-01-01')`,
    `set variable latest = timestamptz ${latest}`,
    `set variable latest_day = timezone(${zone}, timestamptz ${latest})::date`,
    'drop type if exists country_spelling',
    `create type country_spelling as enum (${spellings.map(([spelling]) => literal(spelling)).join(', ')})`,
    `set variable country_codes = [${spellings.map(([, code]) => literal(code)).join(', ')}]`,
    'drop type if exists currency_code',
    `create type currency_code as enum (${currencyCodes().map(literal).join(', ')})`,
  ]
}

/** A local time at an instant. In UTC it is reinterpreted: ICU's calendar costs a microsecond a value. */
const local = (timestamp: string) => `case when getvariable('store_timezone') = 'UTC'
    then make_timestamptz(epoch_us(${timestamp})) else timezone(getvariable('store_timezone'), ${timestamp}) end`

/** The typed value of a text, null where it is none. */
function typed({ name, type }: Column): string {
  const t = text(name)
  switch (type.kind) {
    case 'integer':
      return `case when regexp_full_match(${t}, '${INTEGER}') then try_cast(${t} as integer) end`
    case 'decimal':
      return `case when regexp_full_match(${t}, '${DECIMAL}') then try_cast(${t} as ${sqlType(type)}) end`
    case 'date':
      return `case when regexp_full_match(${t}, '${DAY}') then try_cast(${t} as date) end`
    case 'timestamp': {
      // Without seconds, or with a blank before the offset, DuckDB does not take an offset.
      const spelled = `upper(regexp_replace(regexp_replace(${t}, ' ?([Zz]|[+-][0-9:]+)$', '\\1'), '^(.{16})([Zz+-])', '\\1:00\\2'))`
      return `case when regexp_full_match(${t}, '${DAY}[T ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z')
          then make_timestamptz(epoch_us(try_cast(${t} as timestamp)))
        when regexp_full_match(${t}, '${DAY}(?:${CLOCK})?') then ${local(`try_cast(${t} as timestamp)`)}
        when regexp_full_match(${t}, '${DAY}${CLOCK}${OFFSET}') then try_cast(${spelled} as timestamptz) end`
    }
    case 'boolean':
      return `case lower(${t}) when 'true' then true when 'false' then false end`
    case 'choice':
      return `case when lower(${t}) in (${type.of.map(literal).join(', ')}) then lower(${t}) end`
    case 'currency':
      return `try_cast(upper(${t}) as currency_code)::varchar`
    case 'country':
      return `getvariable('country_codes')[enum_code(try_cast(lower(${t}) as country_spelling)) + 1]`
    default:
      return t
  }
}

function failures(entity: Entity): Failure[] {
  const list: Failure[] = []
  const add = (when: string, rule: string, column: string, accepts: string) =>
    list.push({ when, rule, column, accepts })
  for (const { name, required } of entity.columns)
    if (required)
      add(
        `${text(name)} is null`,
        entity.key.includes(name) ? 'missing_key' : 'missing_value',
        name,
        ACCEPTS.value,
      )
  for (const { name } of entity.columns)
    add(
      `strlen(${text(name)}) > 1000 and length(${text(name)}) > 1000`,
      'text_too_long',
      name,
      ACCEPTS.length,
    )
  for (const column of entity.columns) addTypeFailures(column, add)
  if (entity.name === 'inventory_movements') {
    const q = value('quantity')
    const type = value('movement_type')
    add(`${type} in ('receipt', 'return') and ${q} <= 0`, 'bad_sign', 'quantity', ACCEPTS.positive)
    add(`${type} in ('sale', 'write_off') and ${q} >= 0`, 'bad_sign', 'quantity', ACCEPTS.negative)
  }
  if (entity.name === 'order_items') {
    const gross = `${value('quantity')}::double * ${value('unit_price')}::double`
    add(`${gross} > ${MAX_AMOUNT}`, 'out_of_range', 'unit_price', `a line of at most ${MAX_AMOUNT} in all`)
    add(
      `${value('discount_amount')} is not null and ${value('discount_amount')} > round(${value('quantity')}::decimal(18,0) * ${value('unit_price')}::decimal(18,4), 2)`,
      'discount_above_gross',
      'discount_amount',
      ACCEPTS.lineDiscount,
    )
  }
  return list
}

function addTypeFailures(
  { name, type, future }: Column,
  add: (when: string, rule: string, column: string, accepts: string) => void,
): void {
  const t = text(name)
  const v = value(name)
  const bad = `${t} is not null and ${v} is null`
  switch (type.kind) {
    case 'integer':
    case 'decimal': {
      const pattern = type.kind === 'integer' ? INTEGER : DECIMAL
      const low =
        'above' in type && type.above !== undefined ? `${v} <= ${type.above}` : `${v} < ${type.min ?? 0}`
      add(
        `${bad} and not regexp_full_match(${t}, '${pattern}')`,
        type.kind === 'integer' ? 'bad_integer' : 'bad_decimal',
        name,
        ACCEPTS[type.kind],
      )
      add(`${bad} or ${low} or ${v} > ${type.max}`, 'out_of_range', name, acceptedRange(type))
      break
    }
    case 'date':
    case 'timestamp': {
      const isDate = type.kind === 'date'
      add(bad, isDate ? 'bad_date' : 'bad_timestamp', name, ACCEPTS[type.kind])
      const late = future ? '' : ` or ${v} > getvariable('${isDate ? 'latest_day' : 'latest'}')`
      add(
        `${v} < ${isDate ? "date '1990-01-01'" : "getvariable('earliest')"}${late}`,
        'date_out_of_range',
        name,
        future ? ACCEPTS.anyDay : ACCEPTS.pastDay,
      )
      break
    }
    case 'boolean':
      add(bad, 'bad_boolean', name, ACCEPTS.boolean)
      break
    case 'choice':
      add(bad, 'unknown_value', name, acceptedChoice(type.of))
      break
    case 'currency':
      add(bad, 'unknown_value', name, ACCEPTS.currency)
      break
    default:
  }
}

export function warnings(entity: Entity): Warning[] {
  const list: Warning[] = []
  for (const { name, type } of entity.columns) {
    const t = text(name)
    if (type.kind === 'decimal')
      list.push({
        when: `strpos(${t}, '.') > 0 and strlen(${t}) - strpos(${t}, '.') > ${type.scale} and regexp_matches(${t}, '\\.\\d{${type.scale}}\\d*[1-9]')`,
        rule: 'rounded_decimal',
        column: name,
        message: `more than ${type.scale} decimals: rounded half away from zero`,
      })
    if (type.kind === 'email')
      list.push({
        when: `${t} is not null and not regexp_full_match(${t}, '[^@\\s]+@[^@\\s]+\\.[^@\\s]+')`,
        rule: 'malformed_email',
        column: name,
        message: 'this cannot be an e-mail address; it was loaded as it stands',
      })
    if (type.kind === 'country')
      list.push({
        when: `${t} is not null and ${value(name)} is null`,
        rule: 'unknown_country',
        column: name,
        message: 'neither an ISO 3166 code nor an English country name: loaded empty',
      })
  }
  if (entity.name === 'products')
    list.push({
      when: `${value('unit_cost')} > ${value('list_price')}`,
      rule: 'cost_above_price',
      column: 'unit_cost',
      message: 'the unit cost is above the list price',
    })
  return list
}

/** Columns of `valid_<entity>` while its rows are judged; removed when the failing ones have been set aside. */
export const JUDGEMENT = {
  failure: 'utinyint',
  warnings: 'utinyint',
  value: 'varchar',
  raw: 'varchar',
} as const

/**
 * One statement that gives every record of `source` its types and its verdict: the columns of `valid_<entity>` and
 * of JUDGEMENT. `failure` numbers the first rule of `failureList` that the row breaks; `value` is the text that broke it, or was
 * warned about. The failing rows are not filtered out here: DuckDB would push the filter below the projections
 * and compute every value anew for each rule that looks at it (10 times slower).
 *
 * `source` has file_id, record_number, effective_at, is_retry, every contract column as text (`t_<column>`, see
 * fieldText), and what `raw`, an expression for the record as JSON, needs.
 */
export function judgeSql(entity: Entity, source: string, raw: string): string {
  const cases = (list: readonly { column: string }[], key: (i: number) => string) =>
    list.map(({ column }, i) => `when ${key(i)} then ${text(column)}`).join(' ')
  const failing = failures(entity)
  const warning = warnings(entity)
  const names = entity.columns.map((c) => `${value(c.name)} as ${c.name}`)
  const bits = warning.map((w, i) => `case when ${w.when} then ${2 ** i} else 0 end`)
  const effective = entity.columns.some((c) => c.name === 'updated_at')
    ? 'coalesce(v_updated_at, effective_at)'
    : 'effective_at'
  return `with source as (${source}),
    valued as (select *, ${entity.columns.map((c) => `${typed(c)} as ${value(c.name)}`).join(',\n ')} from source),
    judged as (select *, case ${failing.map((f, i) => `when ${f.when} then ${i}`).join('\n ')} end as failure,
      ${bits.join(' + ') || '0'} as warnings from valued)
    select file_id, record_number, ${effective} as effective_at, ${names.join(', ')}, is_retry,
      failure::utinyint as failure, warnings::utinyint as warnings,
      left(case when failure is not null then case failure ${cases(failing, (i) => String(i))} end
        when warnings > 0 then case ${cases(warning, (i) => `warnings & ${2 ** i} > 0`) || 'when false then null'} end end, 1000) as value,
      case when failure is not null then ${raw} end as raw
    from judged`
}

/** The rules an entity's rows can break, in the order in which the first one decides, as SQL values (failure, rule, column_name, message). */
export function failureList(entity: Entity): string {
  return failures(entity)
    .map((f, i) => `(${i}, '${f.rule}', '${f.column}', ${literal(`${f.column} takes ${f.accepts}`)})`)
    .join(', ')
}

/** A judged row's key (alias v) as JSON, `{column: text}`; null where a part of it could not be read. */
export function recordKey({ key }: Entity): string {
  return `case when ${key.map((k) => `v.${k} is not null`).join(' and ')}
    then to_json(struct_pack(${key.map((k) => `${k} := v.${k}::varchar`).join(', ')}))::varchar end`
}

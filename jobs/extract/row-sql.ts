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
const OFFSET = String.raw` ?[+-]\d{2}(?::?\d{2})?`

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

/** The typed value of a text, null where it is none. */
function typed({ name, type }: Column): string {
  const t = text(name)
  switch (type.kind) {
    case 'integer':
      // Most whole numbers are written plainly: the pattern is only asked about the others.
      return `case when try_cast(${t} as bigint)::varchar = ${t} or regexp_full_match(${t}, '[+-]?\\d+') then try_cast(${t} as bigint) end`
    case 'decimal':
      return `case when regexp_full_match(${t}, '${DECIMAL}') then try_cast(${t} as decimal(${type.scale > 6 ? 38 : 18},${type.scale})) end`
    case 'date':
      return `case when regexp_full_match(${t}, '${DAY}') then try_cast(${t} as date) end`
    case 'timestamp':
      // The usual UTC form is reinterpreted: a cast through ICU's calendar costs a microsecond a value.
      return `case when regexp_full_match(${t}, '${DAY}${CLOCK} ?[Zz]')
          then make_timestamptz(epoch_us(try_cast(rtrim(${t}, ' Zz') as timestamp)))
        when regexp_full_match(${t}, '${DAY}(?:${CLOCK})?') then timezone(getvariable('store_timezone'), try_cast(${t} as timestamp))
        when regexp_full_match(${t}, '${DAY}${CLOCK}${OFFSET}')
          then try_cast(regexp_replace(replace(replace(${t}, ' +', '+'), ' -', '-'), '([+-]\\d{2})(\\d{2})$', '\\1:\\2') as timestamptz) end`
    case 'boolean':
      return `case lower(${t}) when 'true' then true when 'false' then false end`
    case 'choice':
      return `case when lower(${t}) in (${type.of.map(literal).join(', ')}) then lower(${t}) end`
    case 'currency':
      return `currency_of_${name}.code`
    case 'country':
      return `country_of_${name}.code`
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
        'a value, it must not be empty',
      )
  for (const { name } of entity.columns)
    add(
      `strlen(${text(name)}) > 1000 and length(${text(name)}) > 1000`,
      'text_too_long',
      name,
      'at most 1,000 characters',
    )
  for (const column of entity.columns) addTypeFailures(column, add)
  if (entity.name === 'inventory_movements') {
    const q = value('quantity')
    const type = value('movement_type')
    add(
      `${type} in ('receipt', 'return') and ${q} <= 0`,
      'bad_sign',
      'quantity',
      'a number above 0 for receipts and returns',
    )
    add(
      `${type} in ('sale', 'write_off') and ${q} >= 0`,
      'bad_sign',
      'quantity',
      'a number below 0 for sales and write-offs',
    )
  }
  if (entity.name === 'order_items') {
    const gross = `${value('quantity')}::double * ${value('unit_price')}::double`
    add(`${gross} > ${MAX_AMOUNT}`, 'out_of_range', 'unit_price', `a line of at most ${MAX_AMOUNT} in all`)
    add(
      `${value('discount_amount')} is not null and ${value('discount_amount')} > round(${value('quantity')}::decimal(18,0) * ${value('unit_price')}::decimal(18,4), 2)`,
      'discount_above_gross',
      'discount_amount',
      'a discount between 0 and quantity × unit_price',
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
      const pattern = type.kind === 'integer' ? '[+-]?\\d+' : DECIMAL
      const low =
        'above' in type && type.above !== undefined ? `${v} <= ${type.above}` : `${v} < ${type.min ?? 0}`
      const range =
        'above' in type && type.above !== undefined
          ? `above ${type.above}, at most ${type.max}`
          : `from ${type.min} to ${type.max}`
      add(
        `${bad} and not regexp_full_match(${t}, '${pattern}')`,
        type.kind === 'integer' ? 'bad_integer' : 'bad_decimal',
        name,
        type.kind === 'integer'
          ? 'a whole number in plain digits, such as 12'
          : 'a number in plain digits with a decimal point, such as 1234.50',
      )
      add(`${bad} or ${low} or ${v} > ${type.max}`, 'out_of_range', name, `a number ${range}`)
      break
    }
    case 'date':
    case 'timestamp': {
      const isDate = type.kind === 'date'
      add(
        bad,
        isDate ? 'bad_date' : 'bad_timestamp',
        name,
        isDate
          ? 'a day as YYYY-MM-DD'
          : 'a time as YYYY-MM-DD HH:MM:SS, with an offset such as +01:00 or in the store’s time zone',
      )
      const late = future ? '' : ` or ${v} > getvariable('latest')::${isDate ? 'date' : 'timestamptz'}`
      add(
        `${v} < ${isDate ? "date '1990-01-01'" : "timestamptz '1990-01-01 00:00:00+00'"}${late}`,
        'date_out_of_range',
        name,
        future ? 'a day from 1990 on' : 'a day from 1990 on and not more than a day in the future',
      )
      break
    }
    case 'boolean':
      add(bad, 'bad_boolean', name, 'true or false')
      break
    case 'choice':
      add(bad, 'unknown_value', name, `one of ${type.of.join(', ')}`)
      break
    case 'currency':
      add(bad, 'unknown_value', name, 'an ISO 4217 code such as EUR')
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

/** A number rounds half away from zero; DuckDB's cast from text does too. */
export interface RowSql {
  /** Rows that satisfy every rule, with the columns of `valid_<entity>`. */
  accepted: string
  /** The others: file_id, record_number, rule, column_name, value, message, state. */
  refused: string
}

/**
 * SQL over `source`, a query with file_id, record_number, effective_at, is_retry and every contract column of the
 * entity as text (`t_<column>`, see fieldText).
 */
export function rowSql(entity: Entity, source: string): RowSql {
  const rules = failures(entity)
  const joins = entity.columns.flatMap(({ name, type }) => {
    if (type.kind === 'country')
      return `left join country_spellings country_of_${name} on country_of_${name}.spelling = lower(${text(name)})`
    if (type.kind === 'currency')
      return `left join currency_codes currency_of_${name} on currency_of_${name}.code = upper(${text(name)})`
    return []
  })
  const values = entity.columns.map((c) => `${typed(c)} as ${value(c.name)}`)
  const failure = `case ${rules.map((r, i) => `when ${r.when} then ${i}`).join('\n ')} end`
  const judged = `with source as (${source}),
    valued as (select source.*, ${values.join(',\n ')} from source ${joins.join(' ')}),
    judged as (select *, ${failure} as failure from valued)`
  const effective = entity.columns.some((c) => c.name === 'updated_at')
    ? `coalesce(v_updated_at, effective_at)`
    : 'effective_at'
  const columns = entity.columns.map((c) => `${value(c.name)}::${sqlType(c.type)} as ${c.name}`)
  const bits = warnings(entity).map((w, i) => `case when ${w.when} then ${2 ** i} else 0 end`)
  const pick = (part: (f: Failure) => string) =>
    `case failure ${rules.map((f, i) => `when ${i} then ${part(f)}`).join(' ')} end`
  return {
    accepted: `${judged}
      select file_id, record_number, ${effective} as effective_at, ${columns.join(', ')}, is_retry,
        (${bits.join(' + ') || '0'})::integer as warnings
      from judged where failure is null`,
    refused: `${judged}
      select file_id, record_number, ${pick((f) => `'${f.rule}'`)} as rule, ${pick((f) => `'${f.column}'`)} as column_name,
        left(${pick((f) => text(f.column))}, 1000) as value,
        ${pick((f) => literal(`${f.column} takes ${f.accepts}`))} as message, 'quarantined' as state
      from judged where failure is not null`,
  }
}

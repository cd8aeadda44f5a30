import { isDay } from '@/lib/core/dates'
import { ACCEPTS, acceptedChoice, acceptedRange } from './accepts'
import { currencyCodes } from './countries'
import { type Column, type Entity, MAX_AMOUNT } from './entities'

/**
 * The row rules of the contract for one record typed in by hand, so that a form can say at once what is wrong.
 * The pipeline judges by the same rules in SQL (jobs/extract/row-sql.ts) and has the last word; a property test
 * holds the two together. Times without an offset are not placed in the store's zone here: at the edge of the
 * allowed days the pipeline decides.
 */

export interface Problem {
  column: string
  rule: string
  /** What would be accepted. */
  message: string
}

const BLANKS = /^[ \t\n\r\u00A0]+|[ \t\n\r\u00A0]+$/g
const INTEGER = /^[+-]?\d+$/
const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))$/
const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?( ?(?:[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?))?)?$/
const DAY_MS = 86_400_000
const EARLIEST = Date.UTC(1990, 0, 1)

/** A field as the contract reads it: trimmed, empty is null. */
export function fieldText(text: string | null | undefined): string | null {
  return text?.replace(BLANKS, '') || null
}

/** Every rule the record breaks, in the order in which the pipeline would give them; none if it would be accepted. */
export function judgeRecord(
  entity: Entity,
  fields: Readonly<Record<string, string | null>>,
  now: Date,
): Problem[] {
  const texts = new Map(entity.columns.map(({ name }) => [name, fieldText(fields[name])]))
  const problems: Problem[] = []
  const add = (rule: string, column: string, accepts: string) =>
    problems.push({ rule, column, message: `${column} takes ${accepts}` })
  for (const { name, required } of entity.columns)
    if (required && texts.get(name) === null)
      add(entity.key.includes(name) ? 'missing_key' : 'missing_value', name, ACCEPTS.value)
  for (const { name } of entity.columns)
    if ([...(texts.get(name) ?? '')].length > 1000) add('text_too_long', name, ACCEPTS.length)
  for (const column of entity.columns) {
    const text = texts.get(column.name)
    const broken = text ? judgeText(column, text, now) : undefined
    if (broken) add(broken[0], column.name, broken[1])
  }
  const text = (name: string) => texts.get(name) ?? ''
  if (entity.name === 'inventory_movements') judgeSign(text, add)
  if (entity.name === 'order_items') judgeLine(text, add)
  return problems
}

type Add = (rule: string, column: string, accepts: string) => void

function judgeText(
  { type, future }: Column,
  text: string,
  now: Date,
): [rule: string, accepts: string] | undefined {
  switch (type.kind) {
    case 'integer':
    case 'decimal': {
      const isInteger = type.kind === 'integer'
      if (!(isInteger ? INTEGER : DECIMAL).test(text))
        return [isInteger ? 'bad_integer' : 'bad_decimal', ACCEPTS[type.kind]]
      const scale = isInteger ? 0 : type.scale
      const value = scaled(text, scale)
      const one = 10n ** BigInt(scale)
      const above = 'above' in type ? type.above : undefined
      const low = above === undefined ? value < BigInt(type.min ?? 0) * one : value <= BigInt(above) * one
      const high = type.max !== undefined && value > BigInt(type.max) * one
      return low || high ? ['out_of_range', acceptedRange(type)] : undefined
    }
    case 'date':
      if (!isDay(text)) return ['bad_date', ACCEPTS.date]
      return judgeTime(Date.parse(`${text}T00:00:00Z`), true, future, now)
    case 'timestamp': {
      const instant = instantOf(text)
      if (!instant) return ['bad_timestamp', ACCEPTS.timestamp]
      return judgeTime(instant.ms, instant.isLocal, future, now)
    }
    case 'boolean':
      return /^(true|false)$/i.test(text) ? undefined : ['bad_boolean', ACCEPTS.boolean]
    case 'choice':
      return type.of.includes(text.toLowerCase()) ? undefined : ['unknown_value', acceptedChoice(type.of)]
    case 'currency':
      return currencyCodes().includes(text.toUpperCase()) ? undefined : ['unknown_value', ACCEPTS.currency]
    default:
      return undefined
  }
}

/** A local time is up to 14 hours away from what it says as UTC. */
function judgeTime(
  ms: number,
  isLocal: boolean,
  future: true | undefined,
  now: Date,
): [string, string] | undefined {
  const slack = isLocal ? 14 * 3_600_000 : 0
  const late = !future && ms > now.getTime() + DAY_MS + slack
  if (ms >= EARLIEST - (isLocal ? slack : 14 * 3_600_000) && !late) return undefined
  return ['date_out_of_range', future ? ACCEPTS.anyDay : ACCEPTS.pastDay]
}

function instantOf(text: string): { ms: number; isLocal: boolean } | undefined {
  const match = TIME.exec(text)
  const [, day = '', hour = '00', minute = '00', second = '00', offset] = match ?? []
  if (!match || !isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return undefined
  const zone = /([+-])(\d\d):?(\d\d)?/.exec(offset ?? '')
  const minutes = zone ? Number(`${zone[1]}1`) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) : 0
  return { ms: Date.parse(`${day}T${hour}:${minute}:${second}Z`) - minutes * 60_000, isLocal: !offset }
}

/** The number times 10^scale, rounded half away from zero as the warehouse rounds. */
function scaled(text: string, scale: number): bigint {
  const [, sign, whole = '', fraction = '', bare = ''] = DECIMAL.exec(text) ?? []
  const decimals = fraction || bare
  const kept = BigInt(`${whole || '0'}${decimals.slice(0, scale).padEnd(scale, '0')}`)
  const rounded = /^[5-9]/.test(decimals.slice(scale)) ? kept + 1n : kept
  return sign === '-' ? -rounded : rounded
}

function judgeSign(text: (name: string) => string, add: Add): void {
  const type = text('movement_type').toLowerCase()
  if (!INTEGER.test(text('quantity'))) return
  const quantity = BigInt(text('quantity').replace('+', ''))
  if (['receipt', 'return'].includes(type) && quantity <= 0n) add('bad_sign', 'quantity', ACCEPTS.positive)
  if (['sale', 'write_off'].includes(type) && quantity >= 0n) add('bad_sign', 'quantity', ACCEPTS.negative)
}

function judgeLine(text: (name: string) => string, add: Add): void {
  const [quantity, price, discount] = [text('quantity'), text('unit_price'), text('discount_amount')]
  if (!INTEGER.test(quantity) || !DECIMAL.test(price)) return
  // Price in ten-thousandths × units.
  const gross = scaled(price, 4) * scaled(quantity, 0)
  if (gross > BigInt(MAX_AMOUNT) * 10_000n)
    add('out_of_range', 'unit_price', `a line of at most ${MAX_AMOUNT} in all`)
  if (!DECIMAL.test(discount)) return
  const cents = gross / 100n + (gross % 100n >= 50n ? 1n : 0n)
  if (scaled(discount, 2) > cents) add('discount_above_gross', 'discount_amount', ACCEPTS.lineDiscount)
}

import { type Entity, type EntityName, entities } from './entities'

/** What a header line says: an entity, or what is missing to be one. */
export type HeaderMatch =
  | {
      kind: 'matched'
      entity: EntityName
      /** For each field of the file: the contract's column, or null for an unknown extra one. */
      columns: (string | null)[]
      unknown: string[]
    }
  | {
      kind: 'rejected'
      code: 'unknown_header' | 'missing_columns' | 'duplicate_column'
      message: string
      nearest?: EntityName
      missing: string[]
    }

/** Case, blanks around and inside, and hyphens do not matter: `Order ID` is `order_id`. */
export function normalizeColumn(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

/** What a download of refused rows adds to the columns of their file (lib/contract/rejects-file.ts). */
export const REASON_COLUMNS = ['_rule', '_column', '_value', '_message', '_file', '_record'] as const
const reasons = new Set<string>(REASON_COLUMNS)

/** Whether a column is one of those: it says nothing about the shop, and is passed over in silence. */
export function isReasonColumn(name: string): boolean {
  return reasons.has(normalizeColumn(name))
}

/**
 * Decides a file's entity by its header. Among entities whose required columns are all there the one
 * that knows most of the columns wins; otherwise the nearest is named with what it misses.
 */
export function matchHeader(header: readonly string[]): HeaderMatch {
  const names = header.map(normalizeColumn)
  const given = new Set(names)
  const scored = entities
    .map((entity) => score(entity, given))
    .sort((a, b) => a.missing.length - b.missing.length || b.known - a.known || b.required - a.required)
  const complete = scored.filter((s) => s.missing.length === 0).sort((a, b) => b.known - a.known)[0]
  if (!complete) return reject(scored, names)

  const known = new Set(complete.entity.columns.map((c) => c.name))
  const repeated = names.find((name, i) => known.has(name) && names.indexOf(name) !== i)
  if (repeated)
    return {
      kind: 'rejected',
      code: 'duplicate_column',
      message: `The column ${repeated} stands twice in the header; keep one of them.`,
      nearest: complete.entity.name,
      missing: [],
    }
  return {
    kind: 'matched',
    entity: complete.entity.name,
    columns: names.map((name) => (known.has(name) ? name : null)),
    unknown: header
      .filter((name, i) => !known.has(names[i] ?? '') && !isReasonColumn(name))
      .map((name) => name.trim()),
  }
}

interface Score {
  entity: Entity
  known: number
  required: number
  missing: string[]
}

function score(entity: Entity, given: Set<string>): Score {
  const required = entity.columns.filter((c) => c.required)
  return {
    entity,
    known: entity.columns.filter((c) => given.has(c.name)).length,
    required: required.length,
    missing: required.filter((c) => !given.has(c.name)).map((c) => c.name),
  }
}

function reject(scored: Score[], names: string[]): HeaderMatch {
  const nearest = [...scored].sort((a, b) => b.known - a.known || a.missing.length - b.missing.length)[0]
  if (!nearest || nearest.known === 0)
    return {
      kind: 'rejected',
      code: 'unknown_header',
      message: `The first line is not a header Storeroom knows (it begins ${quoteList(names.slice(0, 5))}). It must name the columns of one of: ${entities.map((e) => e.name).join(', ')}.`,
      missing: [],
    }
  return {
    kind: 'rejected',
    code: 'missing_columns',
    message: `This looks like ${nearest.entity.name}, but ${nearest.missing.length === 1 ? 'the required column' : 'the required columns'} ${nearest.missing.join(', ')} ${nearest.missing.length === 1 ? 'is' : 'are'} missing. Add ${nearest.missing.length === 1 ? 'it' : 'them'} and drop the file in again.`,
    nearest: nearest.entity.name,
    missing: nearest.missing,
  }
}

const quoteList = (names: string[]) => names.map((n) => `“${n.slice(0, 40)}”`).join(', ')

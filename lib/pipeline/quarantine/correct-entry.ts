import { z } from 'zod'
import { ENTITY_NAMES, entity as entityOf } from '@/lib/contract/entities'
import { isReasonColumn, normalizeColumn } from '@/lib/contract/header'
import { judgeRecord, type Problem } from '@/lib/contract/judge-record'
import { isRejectsFile, unguardFormula } from '@/lib/contract/rejects-file'
import { transaction } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { count } from '../states'
import { busy, QuarantineConflict, waitBriefly } from './change-entries'
import { isUnsplit } from './read-entry'
import { OPEN_STATES, QUARANTINE_STATES } from './states'

const field = z
  .string()
  .max(10_000)
  // PostgreSQL's JSON holds no NUL.
  .refine((text) => !text.includes('\0'), 'A field cannot hold a NUL.')

export const correction = z.strictObject({
  /** The revision the caller saw: if somebody else changed the row since, nothing is saved. */
  revision: z.number().int().min(1),
  /** Fields by the name the file gives them; those left out stay as they are. */
  fields: z.record(z.string(), field.nullable()),
})
export type Correction = z.infer<typeof correction>

export type CorrectionResult =
  | { kind: 'not_found' }
  /** The record would be refused again: by which columns, under the names the file gives them. */
  | { kind: 'refused'; problems: (Problem & { field: string })[] }
  | { kind: 'corrected'; revision: number }

const zRow = z.object({
  entity: z.enum(ENTITY_NAMES),
  state: z.enum(QUARANTINE_STATES),
  revision: count,
  raw: z.record(z.string(), z.string().nullable()),
  corrected: z.record(z.string(), z.string().nullable()).nullable(),
  header: z.array(z.string()),
})

/**
 * Keeps a correction of a record: the next run tries it in place of the original, which stays as it was. The record
 * keeps its file, record number and time. What the row rules would refuse is not saved.
 * @throws QuarantineConflict when somebody or a run changed the row since, or it is past correcting
 */
export async function correctEntry(
  id: number,
  { revision, fields }: Correction,
  actor: string,
  now = new Date(),
): Promise<CorrectionResult> {
  return transaction(async (db) => {
    await waitBriefly(db)
    const row = await queryOne(
      zRow,
      `select q.entity, q.state, q.revision, q.raw, q.corrected, f.header
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id where q.id = $1 for update of q`,
      [id],
      db,
    ).catch(busy)
    if (!row) return { kind: 'not_found' }
    assertCorrectable(row, revision)
    const record = corrected(row, fields)
    const problems = judge(row, record, now)
    if (problems.length > 0) return { kind: 'refused', problems }
    await db.query(
      `insert into pipeline.quarantine_events (quarantine_id, action, actor, from_state, fields)
       values ($1, 'corrected', $2, $3, $4)`,
      [id, actor, row.state, JSON.stringify(record)],
    )
    await db.query(
      `update pipeline.quarantine set corrected = $2, state = 'retry', revision = revision + 1 where id = $1`,
      [id, JSON.stringify(record)],
    )
    return { kind: 'corrected', revision: row.revision + 1 }
  })
}

type Row = z.infer<typeof zRow>

function assertCorrectable(row: Row, revision: number): void {
  if (row.revision !== revision)
    throw new QuarantineConflict(
      'changed_meanwhile',
      'Somebody else, or a run, has changed this row since you opened it. Your correction was not saved.',
      {
        context: { yours: revision, now: row.revision },
        whatToDo: 'Reload the page, look at what it says now, and correct it again if it still needs to be.',
      },
    )
  const isOpen: readonly string[] = OPEN_STATES
  if (!isOpen.includes(row.state))
    throw new QuarantineConflict('not_open', `The row is ${row.state}: there is nothing to correct.`, {
      whatToDo:
        row.state === 'discarded'
          ? 'Restore it first.'
          : 'A newer record of the same key can be dropped in as a file.',
    })
}

/** The whole record as it will be tried. @throws QuarantineConflict for a field the file does not have */
function corrected(row: Row, fields: Correction['fields']): Record<string, string | null> {
  const names = row.header.filter((name) => !isReasonColumn(name))
  const unknown = Object.keys(fields).filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new QuarantineConflict('unknown_field', `The file has no column ${unknown.join(', ')}.`, {
      whatToDo: `Its columns are ${names.join(', ')}.`,
    })
  const base = row.corrected ?? (isUnsplit(row) ? {} : row.raw)
  return Object.fromEntries(
    names.map((name) => [name, fields[name] ?? (name in fields ? null : (base[name] ?? null))]),
  )
}

function judge(row: Row, record: Record<string, string | null>, now: Date) {
  const guarded = isRejectsFile(row.header)
  const name = new Map(Object.keys(record).map((given) => [normalizeColumn(given), given]))
  const texts = Object.fromEntries(
    [...name].map(([column, given]) => {
      const text = record[given] ?? null
      return [column, text !== null && guarded ? unguardFormula(text) : text]
    }),
  )
  return judgeRecord(entityOf(row.entity), texts, now).map((problem) => ({
    ...problem,
    field: name.get(problem.column) ?? problem.column,
  }))
}

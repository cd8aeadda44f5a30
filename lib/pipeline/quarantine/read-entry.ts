import { z } from 'zod'
import { acceptedBy } from '@/lib/contract/accepts'
import { adviceFor } from '@/lib/contract/advice'
import { entities } from '@/lib/contract/entities'
import { isReasonColumn, normalizeColumn } from '@/lib/contract/header'
import { rules } from '@/lib/contract/rules'
import { query } from '@/lib/db/sql'
import { QUARANTINE_COLUMNS, type QuarantineView, quarantineRow } from '../list-quarantine'
import { count } from '../states'

/** A field of a record kept aside, under the name its file gives it. */
export interface EntryField {
  name: string
  /** The contract's column, or null for one that is kept out of the warehouse. */
  column: string | null
  required: boolean
  description: string | null
  /** What the column takes. */
  accepts: string | null
  /** As the file had it; null too where the record could not be taken apart. */
  original: string | null
  /** As it would be tried now. */
  current: string | null
  /** Of a record that could not be taken apart: what stands in this place of its text. */
  suggested: string | null
  offends: boolean
}

const eventSchema = z.object({
  id: count,
  at: z.date(),
  action: z.enum(['corrected', 'replayed', 'discarded', 'restored', 'refused', 'fixed', 'too_late']),
  actor: z.string().nullable(),
  runId: count.nullable(),
  rule: z.string().nullable(),
  message: z.string().nullable(),
  fields: z.record(z.string(), z.string().nullable()).nullable(),
})
export type EntryEvent = z.infer<typeof eventSchema>

export interface QuarantineEntry extends QuarantineView {
  /** The text of a record that could not be taken apart. */
  unsplit: string | null
  fields: EntryField[]
  ruleDescription: string
  advice: string
  /** Why it was first set aside. */
  first: { rule: string; message: string }
  /** What was done since, oldest first; runs that found nothing else are only counted in `tries`. */
  events: EntryEvent[]
}

const zEntry = quarantineRow.extend({
  header: z.array(z.string()),
  delimiter: z.string().nullable(),
  firstRule: z.string().nullable(),
  firstMessage: z.string().nullable(),
})

/** One record kept aside with everything there is to say about it; undefined when there is none. */
export async function readEntry(id: number): Promise<QuarantineEntry | undefined> {
  const [[row], events] = await Promise.all([
    query(
      zEntry,
      `select ${QUARANTINE_COLUMNS}, f.header, f.delimiter, q.first_rule as "firstRule", q.first_message as "firstMessage"
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id
       left join pipeline.source_files x on x.id = q.fixed_by_file_id where q.id = $1`,
      [id],
    ),
    query(
      eventSchema,
      `select id, at, action, actor, run_id as "runId", rule, message, fields
       from pipeline.quarantine_events where quarantine_id = $1 order by id`,
      [id],
    ),
  ])
  if (!row) return undefined
  const { header, delimiter, firstRule, firstMessage, ...entry } = row
  return {
    ...entry,
    unsplit: isUnsplit(row) ? (row.raw._raw ?? '') : null,
    fields: describeFields(row, header, delimiter ?? ','),
    ruleDescription: rules.find(({ name }) => name === row.rule)?.description ?? row.rule,
    advice: adviceFor(row.rule),
    first: { rule: firstRule ?? row.rule, message: firstMessage ?? row.message },
    events,
  }
}

/** Whether all there is of a record is its text. */
export function isUnsplit({ raw }: Pick<QuarantineView, 'raw'>): boolean {
  return Object.keys(raw).length === 1 && raw._raw !== undefined
}

function describeFields(row: QuarantineView, header: readonly string[], delimiter: string): EntryField[] {
  const parts = isUnsplit(row) && row.corrected === null ? roughFields(row.raw._raw ?? '', delimiter) : []
  const columns = entities.find(({ name }) => name === row.entity)?.columns ?? []
  return header
    .map((name, place) => {
      const column = columns.find((c) => c.name === normalizeColumn(name))
      return {
        name,
        column: column?.name ?? null,
        required: column?.required ?? false,
        description: column?.description ?? null,
        accepts: column ? acceptedBy(column.type, column.future) : null,
        original: row.raw[name] ?? null,
        current: (row.corrected ?? row.raw)[name] ?? null,
        suggested: parts[place] ?? null,
        offends: column !== undefined && column.name === row.columnName,
      }
    })
    .filter(({ name }) => !isReasonColumn(name))
}

/** The fields of a text as far as they can be told: quotes are honoured where they close. */
function roughFields(text: string, delimiter: string): string[] {
  const divider = delimiter.replace(/[|\\]/g, '\\$&')
  const field = new RegExp(`(?:"((?:[^"]|"")*)"(?=${divider}|$)|([^${divider}]*))(?:${divider}|$)`, 'gy')
  const found: string[] = []
  for (const match of text.matchAll(field)) {
    found.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (!match[0].endsWith(delimiter)) break
  }
  return found
}

import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SourceError } from '@/lib/core/errors'
import type { TaskContext } from '../context'
import { literal } from '../duckdb/csv'

/**
 * What people decided about single records, kept beside the archived file they stand in: the warehouse depends on
 * the files, their arrival and these. So the archive alone rebuilds it, and a file that is read again keeps them.
 */
const zRecord = z.record(z.string(), z.string().nullable())
const zDecision = z.object({
  record: z.number().int(),
  entity: z.string(),
  rule: z.string(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  raw: zRecord,
  corrected: zRecord.nullable(),
  discardReason: z.string().nullable(),
  /** Who did what, and when. */
  events: z.array(
    z.object({
      action: z.string(),
      actor: z.string().nullable(),
      at: z.string(),
      message: z.string().nullable(),
      fields: zRecord.nullable(),
    }),
  ),
})
const zDecisions = z.array(zDecision)
const zFile = z.object({ id: z.string() })
const zAny = z.object({ any: z.number() })

/** The decisions beside a file of an archive. */
export const decisionsOf = (file: string) => file.replace(/\.(csv|tsv)(\.gz)?$/i, '.decisions.json')

/** Takes the decisions of an archive that is given as an inbox over into this one. */
export async function takeDecisions(from: string, archived: string): Promise<void> {
  const [source, target] = [decisionsOf(from), decisionsOf(archived)]
  if (source === target) return
  await copyFile(source, target).catch((error: unknown) => {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOENT') throw error
  })
}

/** Writes every file's decisions, as they are now, into the archive: what this run does by them can be done again. */
export async function keepDecisions({ pg, env }: TaskContext): Promise<void> {
  const { rows } = await pg.query(`select f.archive_path, jsonb_agg(jsonb_build_object(
      'record', q.record_number, 'entity', q.entity, 'rule', q.rule, 'column', q.column_name, 'value', q.value,
      'message', q.message, 'raw', q.raw, 'corrected', q.corrected, 'discardReason', q.discard_reason, 'events', e.events)
      order by q.record_number) filter (where q.corrected is not null or q.state = 'discarded') as decisions
    from pipeline.quarantine q
    join pipeline.source_files f on f.id = q.file_id
    cross join lateral (
      select jsonb_agg(jsonb_build_object('action', action, 'actor', actor, 'at', at, 'message', message,
        'fields', fields) order by id) as events
      from pipeline.quarantine_events where quarantine_id = q.id and actor is not null
    ) e
    where q.id in (select quarantine_id from pipeline.quarantine_events where action in ('corrected', 'discarded'))
    group by f.archive_path`)
  for (const { archive_path, decisions } of z
    .array(z.object({ archive_path: z.string(), decisions: zDecisions.nullable() }))
    .parse(rows)) {
    const path = decisionsOf(join(env.home, archive_path))
    if (decisions) await writeFile(path, `${JSON.stringify(decisions, null, 1)}\n`)
    else await rm(path, { force: true })
  }
}

/**
 * The decisions about the records of the files this run reads, as `decided`: each stands for its record, which is
 * not judged itself (`leaveDecided`). What was corrected is tried among the rows kept aside, what was discarded is not.
 */
export async function applyDecisions(
  { duck, folder }: TaskContext,
  files: readonly { fileId: string; path: string }[],
): Promise<void> {
  await duck.run(`create or replace table decided (file_id bigint, record_number bigint, entity varchar, rule varchar,
    column_name varchar, value varchar, message varchar, raw varchar, state varchar, corrected varchar, discard_reason varchar,
    events varchar)`)
  const read = await duck.rows(zFile, 'select file_id::varchar as id from run_files')
  for (const { fileId, path } of files.filter((file) => read.some(({ id }) => id === file.fileId))) {
    const found = await readDecisions(decisionsOf(path))
    if (found.length === 0) continue
    const lines = join(folder, 'split', `${fileId}-decisions.json`)
    await writeFile(
      lines,
      found
        .map(({ raw, corrected, events, ...rest }) =>
          JSON.stringify({
            ...rest,
            raw: JSON.stringify(raw),
            corrected: corrected && JSON.stringify(corrected),
            events: JSON.stringify(events),
          }),
        )
        .join('\n'),
    )
    const text = [
      'entity',
      'rule',
      'column',
      'value',
      'message',
      'raw',
      'corrected',
      'discardReason',
      'events',
    ]
    await duck.run(`insert into decided
      select ${fileId}, record, entity, rule, "column", value, message, raw,
        case when discardReason is null then 'retry' else 'discarded' end, corrected, discardReason, events
      from read_json(${literal(lines)}, format = 'newline_delimited', maximum_object_size = 4000000,
        columns = {record: 'BIGINT', ${text.map((name) => `"${name}": 'VARCHAR'`).join(', ')}})`)
  }
  // 1 is the revision their entries will have.
  await duck.run(`insert into waiting_rows
    select d.file_id, d.record_number, d.entity, d.corrected, f.effective_at, 1
    from decided d join run_files f on f.file_id = d.file_id where d.state = 'retry'`)
  await duck.run(
    'delete from rejected r using decided d where d.file_id = r.file_id and d.record_number = r.record_number',
  )
}

async function readDecisions(path: string): Promise<z.infer<typeof zDecisions>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '[]'
    throw error
  })
  try {
    return zDecisions.parse(JSON.parse(text))
  } catch (error) {
    throw new SourceError('broken_decisions', `${path} cannot be read: it holds the corrections of a file.`, {
      cause: error,
      whatToDo: 'Put back the copy of your backup, or move it away to load the file as it first came.',
    })
  }
}

/** Takes the records that were decided about out of the judged rows of an entity. */
export async function leaveDecided({ duck }: TaskContext, entity: string): Promise<void> {
  const any = await duck.rows(zAny, `select 1 as any from decided where entity = ${literal(entity)} limit 1`)
  if (any.length === 0) return
  await duck.run(`delete from valid_${entity} v using decided d
    where d.file_id = v.file_id and d.record_number = v.record_number and not v.is_retry`)
}

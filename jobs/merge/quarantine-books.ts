import type { Client } from 'pg'

/**
 * Writes what became of the rows kept aside, inside the publishing transaction: those tried again by this run, those
 * it set aside itself and those a later file has made good. Whatever an admin changed while the run was under way
 * (its revision is another than the one the run read) is left as the admin put it.
 */
export async function keepQuarantine(tx: Client, runId: bigint): Promise<void> {
  const run = String(runId)
  await tx.query(
    `insert into pipeline.quarantine_events (quarantine_id, action, run_id, from_state, rule, message)
     select q.id, 'refused', $1, q.state, s.rule, s.message
     from staging.quarantine s
     join pipeline.quarantine q on q.file_id = s.file_id and q.record_number = s.record_number
     where (q.state, q.rule) is distinct from (s.state, s.rule) and ${UNTOUCHED}`,
    [run],
  )
  await tx.query(
    `insert into pipeline.quarantine as q
       (file_id, record_number, run_id, entity, rule, column_name, value, message, raw, state, record_key, corrected,
        discard_reason)
     select file_id, record_number, $1, entity, rule, column_name, value, message, raw, state, record_key, corrected,
       discard_reason
     from staging.quarantine
     on conflict (file_id, record_number) do update set entity = excluded.entity, rule = excluded.rule,
       column_name = excluded.column_name, value = excluded.value, message = excluded.message, state = excluded.state,
       record_key = excluded.record_key, tries = q.tries + 1, last_run_id = excluded.run_id,
       first_rule = coalesce(q.first_rule, q.rule), first_message = coalesce(q.first_message, q.message),
       revision = q.revision + case when (q.state, q.rule) is distinct from (excluded.state, excluded.rule) then 1 else 0 end
     where ${UNTOUCHED}`,
    [run],
  )
  // The history of records decided about elsewhere, whose file this run read from an archive.
  await tx.query(
    `insert into pipeline.quarantine_events (quarantine_id, action, actor, at, message, fields)
     select q.id, e.item->>'action', e.item->>'actor', (e.item->>'at')::timestamptz, e.item->>'message',
       nullif(e.item->'fields', 'null')
     from staging.quarantine s
     join pipeline.quarantine q on q.file_id = s.file_id and q.record_number = s.record_number
     cross join jsonb_array_elements(s.events) with ordinality as e(item, place)
     where not exists (select from pipeline.quarantine_events held where held.quarantine_id = q.id and held.actor is not null)
     order by q.id, e.place`,
  )
  await tx.query(
    `insert into pipeline.quarantine_events (quarantine_id, action, run_id, from_state)
     select q.id, 'too_late', $1, q.state
     from staging.released r
     join pipeline.quarantine q on q.file_id = r.file_id and q.record_number = r.record_number
     where not (${UNTOUCHED})`,
    [run],
  )
  await tx.query(
    `update pipeline.quarantine q set state = 'released', released_as = r.fate, released_run_id = $1, last_run_id = $1,
       tries = q.tries + 1, revision = q.revision + 1
     from staging.released r where r.file_id = q.file_id and r.record_number = q.record_number`,
    [run],
  )
  await tx.query(
    `with closed as (
       update pipeline.quarantine q set state = 'fixed', fixed_by_file_id = s.fixed_by, last_run_id = $1,
         revision = q.revision + 1
       from staging.fixed s
       where s.file_id = q.file_id and s.record_number = q.record_number and q.state = 'quarantined'
       returning q.id)
     insert into pipeline.quarantine_events (quarantine_id, action, run_id, from_state)
     select id, 'fixed', $1, 'quarantined' from closed`,
    [run],
  )
}

const UNTOUCHED = `not exists (select from staging.retried t
  where t.file_id = q.file_id and t.record_number = q.record_number and t.revision <> q.revision)`

import { z } from 'zod'
import { log } from '@/lib/core/log'
import type { Queryable } from '@/lib/db/pool'

const LEVELS: Record<number, string> = {
  10: 'debug',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'error',
}
/** Beyond this a run only adds to what is already there too much to read. */
const MAX_LINES = 20_000
const FLUSH_MS = 300
const KEEP_DAYS = 7

const pinoLine = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().default('') })

interface Line {
  at: string
  task: string | null
  level: string
  message: string
  detail: unknown
}

/** Takes the lines a run's process writes into pipeline.run_log, where the pages read them. */
export interface RunLog {
  /** A line as the process wrote it; `task` where the line does not name its own. */
  add(text: string, task?: string): void
  /** A line of the supervisor. */
  say(level: 'info' | 'warn' | 'error', message: string): void
  /** Writes what is left. */
  close(): Promise<void>
}

export function runLog(runId: number, db: Queryable): RunLog {
  let lines: Line[] = []
  let taken = 0
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const batch = lines
    lines = []
    if (batch.length === 0) return
    writing = writing
      .then(() => write(runId, batch, db))
      .catch((error: unknown) => log.debug({ err: error }, 'log lines of the run were not kept'))
  }
  const take = (line: Line) => {
    if (++taken > MAX_LINES) return
    lines.push(line)
    timer ??= setTimeout(flush, FLUSH_MS)
  }
  return {
    add: (text, task) => take(parse(text, task ?? null)),
    say: (level, message) => take({ at: new Date().toISOString(), task: null, level, message, detail: null }),
    close: async () => {
      flush()
      await writing
    },
  }
}

/** A pino line by its fields; anything else as it is (a crash of Node, a library that prints). */
function parse(text: string, task: string | null): Line {
  const found = text.startsWith('{') ? pinoLine.safeParse(parseJson(text)) : undefined
  if (!found?.success)
    return { at: new Date().toISOString(), task, level: 'info', message: text.slice(0, 4_000), detail: null }
  const { level, time, msg, runId: _, task: own, ...detail } = found.data
  return {
    at: time,
    task: typeof own === 'string' ? own : task,
    level: LEVELS[level] ?? 'info',
    message: msg.slice(0, 4_000),
    detail: Object.keys(detail).length > 0 ? detail : null,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function write(runId: number, lines: Line[], db: Queryable): Promise<void> {
  // jsonb holds no NUL, not even an escaped one.
  const json = JSON.stringify(lines).replaceAll('\\u0000', '\\ufffd')
  await db.query(
    `insert into pipeline.run_log (run_id, at, task, level, message, detail)
     select $1, l.at, l.task, l.level, l.message, l.detail
     from rows from (jsonb_to_recordset($2::jsonb) as (at timestamptz, task text, level text, message text, detail jsonb))
       with ordinality as l (at, task, level, message, detail, place)
     order by l.place`,
    [runId, json],
  )
}

/** Removes the lines of runs that ended more than a week ago. */
export async function pruneRunLog(db: Queryable): Promise<void> {
  await db.query(
    `delete from pipeline.run_log l using pipeline.runs r
     where r.id = l.run_id and r.finished_at < now() - make_interval(days => $1)`,
    [KEEP_DAYS],
  )
}

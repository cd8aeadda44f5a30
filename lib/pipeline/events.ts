import { EventEmitter } from 'node:events'
import pg from 'pg'
import { z } from 'zod'
import { log } from '@/lib/core/log'
import { databaseUrl, pool, type Queryable } from '@/lib/db/pool'
import { RECOVERY_CAUSES, RUN_STATUSES, TASK_STATUSES } from './states'

/** The one LISTEN/NOTIFY channel of the pipeline. */
export const EVENT_CHANNEL = 'storeroom_events'

const eventSchema = z.discriminatedUnion('type', [
  /** Alerts, their rules, channels or deliveries changed. */
  z.object({ type: z.literal('alerts') }),
  z.object({ type: z.literal('run'), runId: z.number().int(), status: z.enum(RUN_STATUSES) }),
  z.object({
    type: z.literal('task'),
    runId: z.number().int(),
    task: z.string(),
    /** The part of the task it is about (an entity, a file); absent: the whole. */
    scope: z.string().optional(),
    status: z.enum(TASK_STATUSES),
    rowsDone: z.number().nullish(),
    rowsTotal: z.number().nullish(),
    message: z.string().nullish(),
  }),
  z.object({ type: z.literal('published'), runId: z.number().int(), version: z.number().int() }),
  z.object({ type: z.literal('cancel'), runId: z.number().int() }),
  /** A run went on after its process or worker failed; see `listRecoveries`. */
  z.object({
    type: z.literal('recovery'),
    runId: z.number().int(),
    cause: z.enum(RECOVERY_CAUSES),
    seconds: z.number(),
  }),
  /** A worker came, changed what it does or went; see `listWorkers`. */
  z.object({ type: z.literal('worker'), id: z.string(), state: z.string() }),
  /** The schedule was changed, paused or resumed. */
  z.object({ type: z.literal('schedule'), paused: z.boolean() }),
])

/** What is announced. `connected` is local: events before it may have been missed, so read again. */
export type PipelineEvent = z.infer<typeof eventSchema>
export type Announcement = PipelineEvent | { type: 'connected' }

/** Announces an event; inside a transaction it is delivered by the commit and only then. */
export async function notify(event: PipelineEvent, db: Queryable = pool()): Promise<void> {
  await db.query('select pg_notify($1, $2)', [EVENT_CHANNEL, JSON.stringify(event)])
}

/**
 * Calls `listener` for each event until the returned function is called. All subscribers of a
 * process share one connection, which reconnects by itself; after each (re)connect `connected` is sent.
 */
export function subscribe(listener: (event: Announcement) => void, url = databaseUrl()): () => void {
  const hub = hubFor(url)
  hub.emitter.on('event', listener)
  if (hub.emitter.listenerCount('event') === 1) hub.start()
  else if (hub.connected) queueMicrotask(() => listener({ type: 'connected' }))
  let open = true
  return () => {
    if (!open) return
    open = false
    hub.emitter.off('event', listener)
    if (hub.emitter.listenerCount('event') === 0) hub.stop()
  }
}

class Hub {
  readonly emitter = new EventEmitter().setMaxListeners(0)
  connected = false
  private generation = 0
  private client: pg.Client | undefined

  constructor(private readonly url: string) {}

  start(): void {
    this.generation++
    void this.connect(this.generation, 0)
  }

  stop(): void {
    this.generation++
    this.connected = false
    const client = this.client
    this.client = undefined
    void client?.end().catch(() => {})
  }

  private async connect(generation: number, attempt: number): Promise<void> {
    if (generation !== this.generation) return
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      application_name: 'storeroom events',
      connectionTimeoutMillis: 5_000,
    })
    const lost = (error?: Error) => {
      client.removeAllListeners('end')
      if (generation !== this.generation) return
      this.connected = false
      if (attempt === 0) log.warn({ err: error }, 'event connection lost, reconnecting')
      void client.end().catch(() => {})
      // 0.25 s doubling to 8 s: a restarted server is back within seconds.
      setTimeout(
        () => void this.connect(generation, attempt + 1),
        Math.min(8_000, 250 * 2 ** attempt),
      ).unref()
    }
    client.on('error', () => {}) // 'end' follows and reconnects
    client.on('notification', (message) => this.receive(message.payload))
    try {
      await client.connect()
      await client.query(`listen ${EVENT_CHANNEL}`)
    } catch (error) {
      lost(error instanceof Error ? error : undefined)
      return
    }
    if (generation !== this.generation) {
      void client.end().catch(() => {})
      return
    }
    attempt = 0
    client.on('end', () => lost())
    this.client = client
    this.connected = true
    this.emitter.emit('event', { type: 'connected' })
  }

  private receive(payload: string | undefined): void {
    const parsed = eventSchema.safeParse(parseJson(payload ?? ''))
    if (parsed.success) this.emitter.emit('event', parsed.data)
    else log.warn({ payload }, 'unknown pipeline event ignored')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// On globalThis so that Next's hot reload does not leave listening connections behind.
const store = globalThis as typeof globalThis & { storeroomEventHubs?: Map<string, Hub> }

function hubFor(url: string): Hub {
  store.storeroomEventHubs ??= new Map()
  let hub = store.storeroomEventHubs.get(url)
  if (!hub) {
    hub = new Hub(url)
    store.storeroomEventHubs.set(url, hub)
  }
  return hub
}

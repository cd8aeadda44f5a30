import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Notice } from '@/lib/alerts/notice'
import { readRules } from '@/lib/alerts/rules/read-rules'
import { addRule, changeRule } from '@/lib/alerts/rules/save-rule'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from './database'
import { type HttpReceiver, httpReceiver, type SmtpReceiver, smtpReceiver } from './receivers'

export interface Alerting {
  db: TestDatabase
  smtp: SmtpReceiver
  http: HttpReceiver
  /** Books a run that ended, with its check results as `name: status`. */
  endRun(run: {
    status: 'published' | 'failed' | 'nothing_new' | 'cancelled'
    at: string
    checks?: Record<string, ['blocking' | 'warning', number]>
    read?: number
    quarantined?: number
    message?: string
  }): Promise<number>
  /** Removes the rules that come with the database. */
  withoutDefaults(): Promise<void>
  addRule: typeof addRule
  changeRule: typeof changeRule
  readRules: typeof readRules
  /** The notices of every message in the outbox, in order, as `event title`. */
  outbox(): Promise<{ channel: string; status: string; notices: string[] }[]>
  close(): Promise<void>
}

/** The environment is read once per process, so all tests of a file share the servers' addresses. */
let kept: { smtp: SmtpReceiver; http: HttpReceiver; home: string } | undefined

/** A database of its own with a mail server and a web server to send to. Sets the environment of the process. */
export async function alerting(): Promise<Alerting> {
  const db = await testDatabase()
  if (kept) {
    await Promise.all([kept.smtp.start(), kept.http.start()])
  } else {
    const [smtp, http] = await Promise.all([smtpReceiver(), httpReceiver()])
    kept = { smtp, http, home: mkdtempSync(join(tmpdir(), 'storeroom-alerts-')) }
  }
  const { smtp, http, home } = kept
  Object.assign(process.env, {
    DATABASE_URL: db.url,
    STOREROOM_HOME: home,
    SMTP_URL: smtp.url,
    ALERT_FROM: 'Storeroom <storeroom@shop.example>',
    PUBLIC_URL: 'https://storeroom.shop.example/',
    STORE_TIMEZONE: 'Europe/Berlin',
    REPORTING_CURRENCY: 'EUR',
  })
  await closePool()
  return {
    db,
    smtp,
    http,
    addRule,
    changeRule,
    readRules,
    withoutDefaults: async () => {
      await db.pool.query('delete from pipeline.alert_rules')
    },
    endRun: async ({
      status,
      at,
      checks = {},
      read = 0,
      quarantined = 0,
      message = 'orders.csv is empty.',
    }) => {
      const version = status === 'published'
      const { rows } = await db.pool.query<{ id: string }>(
        `insert into pipeline.runs (status, trigger, inbox_dir, started_at, finished_at, rows_read, rows_quarantined, error, version)
         values ($1, 'cli', '/inbox', $2, $2, $3, $4, $5,
           case when $6 then (select coalesce(max(version), 0) + 1 from pipeline.warehouse_version) end) returning id`,
        [
          status,
          at,
          read,
          quarantined,
          status === 'failed' ? JSON.stringify({ name: 'SourceError', message, task: 'load' }) : null,
          version,
        ],
      )
      const id = Number(rows[0]?.id)
      if (version)
        await db.pool.query(
          `insert into pipeline.warehouse_version (version, run_id, epoch, published_at)
           select coalesce(max(version), 0) + 1, $1, 1, $2 from pipeline.warehouse_version`,
          [id, at],
        )
      for (const [name, [severity, failing]] of Object.entries(checks))
        await db.pool.query(
          `insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds)
           values ($1, $2, 'row', $3, $4, $5, '[]', 0)`,
          [
            id,
            name,
            severity,
            failing === 0 ? 'passed' : severity === 'blocking' ? 'failed' : 'warned',
            failing,
          ],
        )
      return id
    },
    outbox: async () => {
      const { rows } = await db.pool.query<{ channel: string; status: string; notices: Notice[] }>(
        `select channel_name as channel, status, payload -> 'notices' as notices from pipeline.alert_deliveries order by id`,
      )
      return rows.map(({ channel, status, notices }) => ({
        channel,
        status,
        notices: notices.map(({ event, title }) => `${event} ${title}`),
      }))
    },
    close: async () => {
      await Promise.all([smtp.stop(), http.stop()])
      await closePool()
      await db.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

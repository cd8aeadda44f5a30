import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Task, TaskName } from '@/jobs/context'
import type { Dag, TaskDefinition } from '@/jobs/dag'
import type { DuckSession } from '@/jobs/duckdb/session'
import { runChild } from '@/jobs/orchestrate/child'
import { parseEnv } from '@/lib/core/env'
import { SourceError } from '@/lib/core/errors'

// A run's process with small tasks in place of the real ones, steered by files in STOREROOM_HOME:
// `hold-TASK` keeps a task until the file is gone, `fail-TASK` makes it fail, `die-TASK` kills the
// process in it, `slow-TASK` makes it time out. Each start of a task adds a line to `trace`.
const { home } = parseEnv()
const file = (name: string) => join(home, name)

function fake(task: TaskName, work: Task): Task {
  return async (ctx) => {
    appendFileSync(file('trace'), `${ctx.run.id} ${task} ${process.pid}\n`)
    const result = await work(ctx)
    if (existsSync(file(`die-${task}`))) process.kill(process.pid, 'SIGKILL')
    if (existsSync(file(`fail-${task}`))) {
      throw new SourceError('no_such_thing', 'orders.csv is empty.', { whatToDo: 'Export it again.' })
    }
    if (existsSync(file(`deadlock-${task}`))) {
      await ctx.pg.query(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`)
    }
    while (existsSync(file(`hold-${task}`)) || existsSync(file(`slow-${task}`))) await sleep(20)
    return result
  }
}

const tasks: Record<'discover' | 'load' | 'merge' | 'publish', Task> = {
  discover: async (ctx) => {
    for (let i = 1; i <= 100; i++) ctx.progress(i, 100)
    return { rows: 2, message: '2 files', output: { seen: 2 }, nothingNew: existsSync(file('nothing')) }
  },
  load: async (ctx) => ({ rows: 10, output: { of: ctx.outputs.discover as { seen: number } } }),
  merge: async (ctx) => {
    await ctx.tx.query(
      `insert into warehouse.exchange_rates (currency, rate_date, rate, source_file_id, source_row)
       values ('XXX', '2026-01-01'::date + $1::int, 1, 1, 1)`,
      [String(ctx.run.id)],
    )
    return { rows: 1 }
  },
  publish: async (ctx) => {
    await ctx.tx.query(
      `insert into pipeline.warehouse_version (version, run_id, epoch, published_at)
       select coalesce(max(version), 0) + 1, $1, $2, now() from pipeline.warehouse_version`,
      [String(ctx.run.id), String(ctx.run.epoch)],
    )
    return { output: { discover: ctx.outputs.discover, load: ctx.outputs.load } as never }
  },
}

function define(task: keyof typeof tasks, dependsOn: TaskName[], group?: 'publish'): TaskDefinition {
  return {
    task,
    description: task,
    dependsOn,
    group,
    timeoutMs: existsSync(file(`slow-${task}`)) ? 300 : 60_000,
    retry: { attempts: 3, backoffMs: 1, maxBackoffMs: 10 },
    load: async () => fake(task, tasks[task]),
  }
}

const dag: Dag = [
  define('discover', []),
  define('load', ['discover']),
  define('merge', ['load'], 'publish'),
  define('publish', ['merge'], 'publish'),
]

await runChild(dag, async () => ({ close: async () => {}, interrupt: () => {} }) as unknown as DuckSession)

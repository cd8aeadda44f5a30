import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { embeddedPostgres } from '@/scripts/lib/postgres-server'

const LINES = `select s.order_id, s.line_number, p.product_id, s.quantity, s.unit_price, s.discount, s.unit_cost
  from warehouse.fact_sales s join warehouse.dim_products p using (product_key)`

/**
 * The pipeline against plain COPY: `node --import tsx bench/pipeline.ts --orders 400000 [--rounds 3]`.
 *
 * One round: an empty database; `npm run pipeline` over generated files of all eight entities; then, on the same
 * server, psql `\copy` into bare tables plus their primary keys (see `baselines`). Prints the medians, their ratios and
 * the peak memory of the process tree outside PostgreSQL. Needs psql. DATABASE_URL names the server to measure on,
 * where databases may be created; without it an embedded one is started.
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '400000' }, rounds: { type: 'string', default: '3' } },
})
const run = promisify(execFile)
await run('psql', ['--version']).catch(() => {
  throw new Error('psql is missing: install it, on Debian with apt-get install postgresql-client')
})

const folder = await mkdtemp(join(tmpdir(), 'storeroom-bench-'))
await chmod(folder, 0o711) // as root the embedded server runs as user postgres
const own = process.env.DATABASE_URL
  ? undefined
  : await embeddedPostgres({ home: join(folder, 'server'), note: () => {} })
const server = process.env.DATABASE_URL ?? own?.url ?? ''
try {
  const inbox = join(folder, 'inbox')
  await run(
    process.execPath,
    ['--import', 'tsx', 'seed/generate.ts', '--orders', values.orders, '--out', inbox],
    { maxBuffer: 1 << 26 },
  )
  const sizes = await Promise.all(
    (await readdir(inbox)).map(async (name) => (await stat(join(inbox, name))).size),
  )
  const rounds: Awaited<ReturnType<typeof round>>[] = []
  for (let i = 0; i < Number(values.rounds); i++) {
    const measured = await round(i, inbox)
    rounds.push(measured)
    process.stderr.write(`round ${i + 1}: ${JSON.stringify(measured)}\n`)
  }
  const median = (list: number[]) =>
    [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
  const pipeline = median(rounds.map((r) => r.pipeline))
  const against = (name: 'lines' | 'loadedLines' | 'allRows') => {
    const seconds = median(rounds.map((r) => r[name]))
    return { seconds, ratio: Number((pipeline / seconds).toFixed(2)) }
  }
  process.stdout.write(
    `${JSON.stringify({
      orders: Number(values.orders),
      rows: rounds[0]?.rows,
      inputMB: Math.round(sizes.reduce((a, b) => a + b, 0) / 1e6),
      pipelineSeconds: pipeline,
      copyOfLines: against('lines'),
      copyOfLoadedLines: against('loadedLines'),
      copyOfAllRows: against('allRows'),
      peakMB: Math.max(...rounds.map((r) => r.peakMB)),
      rounds: rounds.length,
    })}\n`,
  )
} finally {
  await own?.release()
  await rm(folder, { recursive: true, force: true })
}

async function round(n: number, inbox: string) {
  const name = `storeroom_bench_${process.pid}_${n}`
  await admin(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const home = join(folder, `home-${n}`)
  try {
    const { seconds, peakMB, rows } = await pipelineRun(url.href, home, inbox)
    return { pipeline: seconds, peakMB, rows, ...(await baselines(url.href)) }
  } finally {
    await admin(`drop database ${name} with (force)`)
    await rm(home, { recursive: true, force: true })
  }
}

async function admin(statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function pipelineRun(url: string, home: string, inbox: string) {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/pipeline.ts', '--inbox', inbox, '--json'],
    {
      env: { ...process.env, DATABASE_URL: url, STOREROOM_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let peak = 0
  const sampler = setInterval(async () => {
    peak = Math.max(peak, await treeMemory(child.pid ?? 0))
  }, 200)
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  clearInterval(sampler)
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2))
  const { rows } = z
    .object({ status: z.literal('published'), rows: z.object({ read: z.number() }) })
    .parse(JSON.parse(output.trim()))
  return { seconds, peakMB: Math.round(peak / 1e6), rows: rows.read }
}

/** Resident bytes of a process and all below it. */
async function treeMemory(root: number): Promise<number> {
  const parents = new Map<number, number>()
  const memory = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0))
    memory.set(pid, 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0))
  }
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0))
  return [...memory].reduce((sum, [pid, bytes]) => (isBelow(pid) ? sum + bytes : sum), 0)
}

/**
 * Seconds of psql `\copy` into bare tables plus their primary keys: of the cleaned lines with the columns they came
 * with, of the lines as they are loaded, and of every row of the warehouse.
 */
async function baselines(url: string) {
  const tables = await warehouseTables(url)
  const lines = { name: 'lines', select: LINES, key: 'order_id, line_number' }
  const all = tables.map((t) => ({ ...t, select: `select * from warehouse.${t.name}` }))
  const loaded = all.filter((t) => t.name === 'fact_sales')
  return {
    lines: await copyBare(url, [lines]),
    loadedLines: await copyBare(url, loaded),
    allRows: await copyBare(url, all),
  }
}

interface Bare {
  name: string
  select: string
  key: string
}

async function copyBare(url: string, tables: Bare[]): Promise<number> {
  const psql = (command: string) =>
    run('psql', [url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command.replaceAll('\n', ' ')])
  let seconds = 0
  for (const { name, select, key } of tables) {
    const file = join(folder, `${name}.csv`)
    await psql(`\\copy (${select}) to '${file}' (format csv)`)
    await psql(`create table public.${name} as ${select} with no data`)
    const started = performance.now()
    await psql(`\\copy public.${name} from '${file}' (format csv)`)
    await psql(`alter table public.${name} add primary key (${key})`)
    seconds += (performance.now() - started) / 1000
    await psql(`drop table public.${name}`)
    await rm(file)
  }
  return Number(seconds.toFixed(2))
}

/** Every table of the warehouse that holds rows, with its primary key. */
async function warehouseTables(url: string): Promise<{ name: string; key: string }[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } =
      await client.query(`select c.relname as name, string_agg(a.attname, ', ' order by k.place) as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'warehouse'
      join pg_index i on i.indrelid = c.oid and i.indisprimary
      cross join unnest(i.indkey::int[]) with ordinality as k(attnum, place)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where c.relkind in ('r', 'p') group by c.relname order by c.relname`)
    return z.array(z.object({ name: z.string(), key: z.string() })).parse(rows)
  } finally {
    await client.end()
  }
}

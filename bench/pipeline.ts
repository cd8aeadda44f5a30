import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'

/**
 * The pipeline against plain COPY: `node --import tsx bench/pipeline.ts --orders 400000 [--rounds 3]`.
 *
 * One round: an empty database; `npm run pipeline` over generated files of all eight entities; then, on the same
 * server, psql `\copy` of the cleaned order lines into a bare table plus its primary-key index. Prints the medians,
 * their ratio and the peak memory of the process tree outside PostgreSQL. Needs psql and DATABASE_URL of a server
 * where databases may be created; they are dropped again.
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '400000' }, rounds: { type: 'string', default: '3' } },
})
const server = process.env.DATABASE_URL
if (!server)
  throw new Error(
    'DATABASE_URL: the server to measure on, e.g. postgresql://postgres@127.0.0.1:5432/postgres',
  )
const run = promisify(execFile)

const folder = await mkdtemp(join(tmpdir(), 'storeroom-bench-'))
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
  const rounds = []
  for (let i = 0; i < Number(values.rounds); i++) {
    const measured = await round(i, inbox)
    rounds.push(measured)
    process.stderr.write(`round ${i + 1}: ${JSON.stringify(measured)}\n`)
  }
  const median = (list: number[]) =>
    [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
  const pipeline = median(rounds.map((r) => r.pipeline))
  const copy = median(rounds.map((r) => r.copy))
  process.stdout.write(
    `${JSON.stringify({
      orders: Number(values.orders),
      rows: rounds[0]?.rows,
      orderLines: rounds[0]?.orderLines,
      inputMB: Math.round(sizes.reduce((a, b) => a + b, 0) / 1e6),
      pipelineSeconds: pipeline,
      copySeconds: copy,
      ratio: Number((pipeline / copy).toFixed(2)),
      peakMB: Math.max(...rounds.map((r) => r.peakMB)),
      rounds: rounds.length,
    })}\n`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function round(n: number, inbox: string) {
  const name = `storeroom_bench_${process.pid}_${n}`
  await admin(`create database ${name}`)
  const url = new URL(server ?? '')
  url.pathname = `/${name}`
  const home = join(folder, `home-${n}`)
  try {
    const { seconds, peakMB, rows } = await pipelineRun(url.href, home, inbox)
    return { pipeline: seconds, peakMB, rows, ...(await baseline(url.href, n)) }
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

/** The cleaned order lines, written out and copied back into a bare table, which then gets its primary key. */
async function baseline(url: string, n: number) {
  const file = join(folder, `lines-${n}.csv`)
  const psql = (command: string) => run('psql', [url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command])
  await psql(
    `\\copy (select s.order_id, s.line_number, p.product_id, s.quantity, s.unit_price, s.discount, s.unit_cost
    from warehouse.fact_sales s join warehouse.dim_products p using (product_key)) to '${file}' (format csv)`.replaceAll(
      '\n',
      ' ',
    ),
  )
  await psql(`create table public.bare (order_id text not null, line_number integer not null, product_id text, quantity integer,
    unit_price numeric(14,4), discount numeric(18,2), unit_cost numeric(14,4))`)
  await psql('checkpoint').catch(() => {})
  const started = performance.now()
  await psql(`\\copy public.bare from '${file}' (format csv)`)
  await psql('alter table public.bare add primary key (order_id, line_number)')
  const copy = Number(((performance.now() - started) / 1000).toFixed(2))
  const { stdout } = await run('psql', [url, '-At', '-c', 'select count(*) from public.bare'])
  await rm(file)
  return { copy, orderLines: Number(stdout) }
}

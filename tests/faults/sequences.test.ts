import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { writeCsv } from '@/tests/helpers/nasty-csv'
import { testWarehouse } from '@/tests/helpers/pipeline'
import { type Random, randomOf } from '@/tests/helpers/random'
import { sampleTables, type Table } from '@/tests/helpers/sample-tables'
import { Scene, type StopPoint } from '@/tests/helpers/steered-scene'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

/** A warehouse in the middle of a random sequence. */
interface World {
  scene: Scene
  inbox: string
  tables: Table[]
  random: Random
  /** Files dropped so far. */
  files: number
}

const anywhere = TASK_NAMES.flatMap((task): StopPoint[] => [`before ${task}`, `after ${task}`])

/** What can happen to a warehouse, by name. Each leaves no run behind that has not ended. */
const commands: Record<string, (world: World) => Promise<void>> = {
  load: async (world) => {
    await drop(world, (row) => row)
    expect(await run(world)).toBe('published')
  },
  correction: async (world) => {
    await drop(world, (row, table) => corrected(row, table, world.random))
    expect(await run(world)).toBe('published')
  },
  'the same again': async (world) => {
    expect(['published', 'nothing_new']).toContain(await run(world))
  },
  replay: async (world) => {
    await world.scene.replay()
    expect(['published', 'nothing_new']).toContain(await run(world))
  },
  cancel: async (world) => {
    const { scene, random } = world
    await drop(world, (row, table) => corrected(row, table, random))
    const runId = await heldRun(world, random.pick(anywhere))
    await scene.cancel(runId)
    expect(await scene.ended(runId)).toBe('cancelled')
    scene.goOn()
  },
  kill: async (world) => {
    const { scene, random } = world
    await drop(world, (row, table) => corrected(row, table, random))
    const runId = await heldRun(world, random.pick(['in the commit', 'after the commit', ...anywhere]))
    process.kill(await scene.stopped(), 'SIGKILL')
    scene.goOn()
    expect(await scene.ended(runId)).toBe('published')
  },
}

/** Puts one to three files of random rows into the inbox, where the earlier ones stay. */
async function drop(world: World, change: (row: string[], table: Table) => string[]): Promise<void> {
  const { tables, random, inbox } = world
  for (let n = 1 + random.below(3); n > 0; n--) {
    const table = random.pick(tables)
    const rows = table.rows.filter(() => random.next() < 0.5).map((row) => change(row, table))
    const number = ++world.files
    // Blank lines are no records, and make two files of the same rows two files.
    const text = writeCsv({ ...table, rows: rows.length > 0 ? rows : table.rows }) + '\n'.repeat(number)
    const day = random.next() < 0.3 ? `-202511${String(1 + random.below(28)).padStart(2, '0')}` : ''
    await writeFile(join(inbox, `${table.entity}-part${number}${day}.csv`), text)
  }
}

/** The record with another row's values in some columns, and often at another time. */
function corrected(row: string[], { header, rows }: Table, random: Random): string[] {
  const other = random.pick(rows)
  return row.map((field, i) => {
    const column = (header[i] ?? '').trim().toLowerCase()
    if (column === 'updated_at' && random.next() < 0.8)
      return random.next() < 0.4
        ? ''
        : new Date(Date.UTC(2025, random.below(10), 1 + random.below(27))).toISOString()
    const isKey = /_id$|^line_number$|^currency$|^rate_date$/.test(column)
    return isKey || random.next() > 0.4 ? field : (other[i] ?? '')
  })
}

async function run({ scene, inbox }: World): Promise<string> {
  return scene.ended(await scene.enqueue(inbox))
}

/** A run that has come to a place and waits there. */
async function heldRun({ scene, inbox }: World, at: StopPoint): Promise<number> {
  scene.stopAt(at)
  const runId = await scene.enqueue(inbox)
  await scene.stopped()
  return runId
}

async function expectBalanced({ scene }: World): Promise<void> {
  const { rows } =
    await scene.db.pool.query(`select name, rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined
    from pipeline.source_files
    where rows_read <> rows_loaded + rows_unchanged + rows_superseded + rows_quarantined`)
  expect(rows).toEqual([])
}

async function newWorld(seed: number): Promise<World> {
  const scene = await Scene.open()
  scene.supervise()
  const inbox = await mkdtemp(join(tmpdir(), 'storeroom-inbox-'))
  return { scene, inbox, tables: await sampleTables(), random: randomOf(seed), files: 0 }
}

test('any sequence of loads, corrections, replays, cancels and kills keeps the balance and ends like a clean load of all files', async () => {
  const names = Object.keys(commands)
  // Every command once, in any order, and a few more.
  const sequences = fc
    .tuple(
      fc.shuffledSubarray(names, { minLength: names.length }),
      fc.array(fc.constantFrom(...names), { maxLength: 2 }),
    )
    .map((parts) => parts.flat())
  await fc.assert(
    fc.asyncProperty(sequences, fc.nat(), async (sequence, seed) => {
      const world = await newWorld(seed)
      const clean = await testWarehouse()
      try {
        for (const name of sequence) {
          await commands[name]?.(world)
          await expectBalanced(world)
        }
        // The files of cancelled runs still lie in the inbox.
        expect(['published', 'nothing_new']).toContain(await run(world))
        await expectBalanced(world)
        const { rows } = await world.scene.db.pool.query(
          `select count(*)::int as files, count(*) filter (where status = 'loaded')::int as loaded from pipeline.source_files`,
        )
        expect(rows).toEqual([{ files: world.files, loaded: world.files }])
        // The archive carries the record of arrivals, so that one run over it is a clean load of the same files.
        expect(await clean.run(join(world.scene.home, 'archive'))).toMatchObject({ status: 'published' })
        expect(await warehouseContent(world.scene.db.pool)).toEqual(await warehouseContent(clean.db.pool))
      } finally {
        await world.scene.close()
        await clean.close()
        await rm(world.inbox, { recursive: true })
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 2), endOnFailure: true },
  )
}, 600_000)

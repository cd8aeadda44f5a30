import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import type pg from 'pg'
import { InternalError } from '@/lib/core/errors'

/**
 * Prisma's own schema engine, over pg. The Prisma CLI downloads a native build of it on its
 * first start, which fails without a network; this one comes with npm and does the same.
 */
class MigrationAdapter extends PrismaPg {
  readonly #pools: pg.Pool[] = []

  override async connect() {
    const adapter = patched(await super.connect())
    this.#pools.push(adapter.underlyingDriver())
    return adapter
  }

  /** The engine leaves its connections open: they would keep a test's template from being copied. */
  async end(): Promise<void> {
    await Promise.all(this.#pools.splice(0).map((pool) => (pool.ended ? undefined : pool.end())))
  }
}

/** Object ids of PostgreSQL's internal "char" type and of its array. */
const CATALOGUE_CHAR = 18
const CATALOGUE_CHAR_ARRAY = 1002

/**
 * Two things adapter-pg does not do: it splits a script at every `;`, also inside
 * `do $$ … $$`, so a script is sent as it is; and it refuses the "char" columns of the system
 * catalogue, which the engine reads to compare a database with a schema. Their array type it
 * takes, so they go past it under that name and become single characters again here.
 */
function patched<A extends SqlDriverAdapter & { underlyingDriver(): pg.Pool }>(adapter: A): A {
  const driver = adapter.underlyingDriver()
  adapter.executeScript = async (script) => {
    await driver.query(script)
  }
  const send = driver.query.bind(driver) as (...given: unknown[]) => Promise<pg.QueryResult>
  const query = async (...given: unknown[]) => {
    const result = await send(...given)
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === CATALOGUE_CHAR) field.dataTypeID = CATALOGUE_CHAR_ARRAY
    }
    return result
  }
  Object.assign(driver, { query })
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (statement) => {
    const answer = await queryRaw(statement)
    const { CharacterArray, Character } = ColumnTypeEnum
    return { ...answer, columnTypes: answer.columnTypes.map((t) => (t === CharacterArray ? Character : t)) }
  }
  return adapter
}

/** Where the engine leaves the reason when it stops on a mistake of its own. */
const panics = {
  last: '',
  set_message(message: string) {
    panics.last = message
  },
}
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics })

// On globalThis: the glue is one per process, and a second instance (Vitest loads this file once
// for each project's setup) would pull the memory from under the first.
const store = globalThis as typeof globalThis & { storeroomSchemaEngine?: Promise<void> }

/** Loads the WebAssembly by hand: Node has no import of `.wasm` files yet. */
function loadEngine(): Promise<void> {
  store.storeroomSchemaEngine ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const wasm = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'))
    const imports = { './schema_engine_bg.js': { ...glue, ...unreferencedTimers() } } as WebAssembly.Imports
    const { instance } = await WebAssembly.instantiate(wasm, imports)
    glue.__wbg_set_wasm(instance.exports)
    const start = instance.exports.__wbindgen_start
    if (typeof start === 'function') start()
  })()
  return store.storeroomSchemaEngine
}

/** The engine never clears its 10 s time limits, which kept the process alive that long. */
function unreferencedTimers(): Record<string, (callback: () => void, ms: number) => unknown> {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout'))
  const set = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref()
  return Object.fromEntries(names.map((name) => [name, set]))
}

/**
 * Runs `work` with a schema engine connected to the database at `url`. The engine's own
 * log lines go to `onLog` (default: nowhere, its errors are thrown anyway).
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: SchemaEngine) => Promise<T>,
  options: { datamodels?: [string, string][]; onLog?: (line: string) => void } = {},
): Promise<T> {
  await loadEngine()
  const adapter = new MigrationAdapter({ connectionString: url, max: 2 })
  const engine = await glue.SchemaEngine.new(
    { datamodels: options.datamodels },
    (line: string) => options.onLog?.(line),
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  try {
    const result = await work(engine)
    engine.free()
    return result
  } catch (cause) {
    // After a panic the engine cannot be freed; anything else leaves it whole.
    if (!(cause instanceof WebAssembly.RuntimeError)) throw cause
    throw new InternalError('schema_engine', `Prisma's schema engine stopped: ${panics.last}`, { cause })
  } finally {
    await adapter.end()
  }
}

/**
 * The script that would turn the database at `url` into what `schema` (the text of
 * schema.prisma) says; undefined when they agree. This is the drift check.
 */
export async function schemaDrift(url: string, schema: string): Promise<string | undefined> {
  const files = [{ path: 'schema.prisma', content: schema }]
  const filters = { externalTables: [], externalEnums: [] }
  const { stdout } = await withSchemaEngine(
    url,
    (engine) =>
      engine.diff({
        from: { tag: 'schemaDatasource', configDir: '.', files },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters,
      }),
    { datamodels: [['schema.prisma', schema]] },
  )
  const script = stdout?.trim() ?? ''
  return script === '' || script === '-- This is an empty migration.' ? undefined : script
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkCatalogue, checks } from '@/jobs/checks'
import { contractFindings } from '@/jobs/quality/contract-findings'
import { evaluate, type Finding } from '@/jobs/quality/evaluate'
import { dayNumber } from '@/seed/calendar'
import { generate } from '@/seed/generate'
import { seedOptions } from '@/seed/options'
import { type TestWarehouse, testWarehouse } from './pipeline'

/** When the shop's files are loaded: the morning after its last day. */
export const LOADED_AT = new Date('2025-10-01T02:00:00Z')

const DAY = {
  run_id: '1',
  now: LOADED_AT,
  today: '2025-10-01',
  time_zone: 'UTC',
  currency: 'EUR',
}

/** A warehouse with half a year of a generated shop, without any dirt. */
export async function cleanWarehouse(): Promise<TestWarehouse> {
  const warehouse = await testWarehouse({ REPORTING_CURRENCY: 'EUR', STORE_TIMEZONE: 'UTC' })
  const inbox = await mkdtemp(join(tmpdir(), 'storeroom-clean-'))
  generate({
    ...seedOptions({
      orders: 2400,
      out: inbox,
      customers: 500,
      products: 80,
      months: 6,
      end: dayNumber('2025-09-30'),
    }),
  })
  const outcome = await warehouse.run(inbox, { clock: () => LOADED_AT })
  await rm(inbox, { recursive: true, force: true })
  if (outcome.status !== 'published')
    throw new Error(`the clean shop was not published: ${JSON.stringify(outcome)}`)
  return warehouse
}

/**
 * Breaks the warehouse by `statements`, asks checks what they find, and rolls everything back. Foreign keys are
 * off meanwhile: a check must notice on its own.
 * @param names the checks to ask; all when left out
 * @param threshold in place of every check’s own
 */
export async function findingsAfter(
  warehouse: TestWarehouse,
  statements: string,
  names?: readonly string[],
  threshold?: number,
): Promise<Map<string, Finding>> {
  const client = await warehouse.db.pool.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query(statements)
    const thresholds = new Map(
      checkCatalogue().map(({ name, threshold }) => [name, threshold?.value ?? null]),
    )
    const asked = checks().filter(({ name }) => names?.includes(name) ?? true)
    const found: Finding[] = await contractFindings(client)
    const applied = (name: string) => threshold ?? thresholds.get(name) ?? null
    for await (const some of evaluate(client, asked, DAY, applied)) found.push(...some)
    return new Map(found.map((finding) => [finding.name, finding]))
  } finally {
    await client.query('rollback')
    client.release()
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { testWarehouse } from '@/tests/helpers/pipeline'
import { generate } from './generate'
import { seedOptions } from './options'

const zRules = z.array(z.object({ entity: z.string(), rule: z.string(), rows: z.number() }))
const zFates = z.array(z.object({ unchanged: z.number(), superseded: z.number(), total: z.string() }))

it('puts generated dirt aside as the generator counted it, and leaves the figures of a clean load', async () => {
  const root = mkdtempSync(join(tmpdir(), 'seed-dirt-'))
  const figures = []
  try {
    for (const dirt of [0, 5]) {
      const store = await testWarehouse({ REPORTING_CURRENCY: 'EUR', STORE_TIMEZONE: 'UTC' })
      try {
        const made = generate(seedOptions({ orders: 400, months: 6, dirt, out: join(root, String(dirt)) }))
        await store.run(made.out)
        const report = Object.entries(made.dirt).flatMap(([entity, rules]) =>
          Object.entries(rules).map(([rule, count]) => ({ entity, rule, ...count })),
        )
        const quarantine = await store.db.pool.query(
          `select entity, rule, count(*)::int as rows from pipeline.quarantine group by entity, rule`,
        )
        const text = ({ entity, rule, rows }: { entity: string; rule: string; rows: number }) =>
          `${entity} ${rule} ${rows}`
        expect(zRules.parse(quarantine.rows).map(text).sort()).toEqual(
          report
            .filter(({ outcome }) => outcome === 'quarantined' || outcome === 'waiting')
            .map(text)
            .sort(),
        )
        const sum = (outcome: string) =>
          report.filter((one) => one.outcome === outcome).reduce((n, { rows }) => n + rows, 0)
        const { rows } = await store.db.pool.query(
          `select sum(rows_unchanged)::int as unchanged, sum(rows_superseded)::int as superseded,
             (select sum(net)::text from warehouse.fact_sales) as total from pipeline.source_files`,
        )
        const [fates] = zFates.parse(rows)
        expect(fates).toMatchObject({ unchanged: sum('unchanged'), superseded: sum('superseded') })
        figures.push(fates?.total)
      } finally {
        await store.close()
      }
    }
    expect(figures[1]).toBe(figures[0])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

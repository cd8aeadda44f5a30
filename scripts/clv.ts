import { parseArgs } from 'node:util'
import { fitLifetime, type Lifetime } from '@/lib/clv/lifetime'
import { isDay } from '@/lib/core/dates'
import { describe, EnvError } from '@/lib/core/errors'
import { withDatabase } from './lib/with-database'

const USAGE = 'npm run clv -- [--as-of YYYY-MM-DD] [--json]'

/** `npm run clv`: fits the lifetime-value models on the warehouse and shows how well they fit. */
async function main(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      'as-of': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return print(USAGE)
  const asOf = values['as-of']
  if (asOf !== undefined && !isDay(asOf))
    throw new EnvError('bad_day', `--as-of got "${asOf}"; it takes a day as YYYY-MM-DD.`, { whatToDo: USAGE })
  await withDatabase(async () => {
    const found = await fitLifetime(asOf)
    if (values.json) return print(JSON.stringify(withoutPredictions(found)))
    print(text(found))
  })
}

/** The customers' predictions are the pages' business; their sums say enough here. */
function withoutPredictions(found: Lifetime) {
  if (found.kind === 'fallback') return found
  const { predictions, ...rest } = found
  const sum = (pick: (p: (typeof predictions)[number]) => number) =>
    predictions.reduce((total, p) => total + pick(p), 0)
  return {
    ...rest,
    next365Days: {
      purchases: sum((p) => p.purchases),
      value: sum((p) => p.value ?? 0).toFixed(2),
      alive: sum((p) => p.probabilityAlive),
    },
  }
}

function text(found: Lifetime): string {
  const head = `As of ${found.asOf}: ${found.customers} customers, ${found.repeatCustomers} of them bought on more than one day.`
  if (found.kind === 'fallback') return `${head}\nNo model: ${found.reason}`
  const { bgNbd: m, gammaGamma: g, holdout: h } = found
  const n = (value: number) => value.toFixed(4)
  return [
    head,
    `BG/NBD       r ${n(m.r)}  alpha ${n(m.alpha)}  a ${n(m.a)}  b ${n(m.b)}  log-likelihood ${m.logLikelihood.toFixed(1)}  (${found.distinctHistories} distinct histories)`,
    g
      ? `Gamma-Gamma  p ${n(g.p)}  q ${n(g.q)}  v ${n(g.v)}  log-likelihood ${g.logLikelihood.toFixed(1)}  mean value ${g.populationMean?.toFixed(2) ?? 'undefined (q ≤ 1)'}`
      : 'Gamma-Gamma  no fit',
    h
      ? `Holdout      ${h.from} to ${h.to}: ${h.predictedPurchases.toFixed(0)} purchases foretold, ${h.actualPurchases} made by ${h.customers} customers`
      : 'Holdout      the period is too short for one',
  ].join('\n')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
})

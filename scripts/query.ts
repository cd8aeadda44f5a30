import { parseArgs } from 'node:util'
import { closeCache } from '@/lib/cache'
import { parseEnv } from '@/lib/core/env'
import { describe } from '@/lib/core/errors'
import { createFormatter, type Unit } from '@/lib/core/format'
import { METRICS } from '@/lib/metrics/catalog'
import { compileQuery } from '@/lib/metrics/compile'
import { DIMENSIONS } from '@/lib/metrics/dimensions'
import { type QueryResult, queryMetrics } from '@/lib/metrics/query'
import { QueryError } from '@/lib/metrics/query-error'
import { normaliseRequest, parseConditions, type QueryRequest } from '@/lib/metrics/request'
import { withDatabase } from './lib/with-database'

const USAGE = `Usage: npm run query -- --metrics a,b [--by month,category] [--from D --to D] [--where dim=value] [--returns-by order_date] [--json]

  --metrics a,b    which figures (see --list)
  --by a,b         a row for each combination of these dimensions
  --from, --to     first and last day, YYYY-MM-DD, both included; open where left out
  --where d=v      only where dimension d is v; repeat it for more
  --returns-by     refund_date (refunds count on their own day) or order_date (on that of their order)
  --json           the answer as one line of JSON, as GET /api/query gives it
  --list           the names of all metrics and dimensions

Exit code 0: answered; 1: the database could not answer; 2: wrong usage.`

const OPTIONS = {
  metrics: { type: 'string' },
  by: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  where: { type: 'string', multiple: true },
  'returns-by': { type: 'string' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Asks the semantic layer; the answer goes to standard output, everything else to standard error. */
async function main(): Promise<number> {
  let request: QueryRequest
  let json = false
  try {
    const { values } = parseArgs({ options: OPTIONS })
    if (values.help || values.list) {
      process.stdout.write(`${values.list ? names() : USAGE}\n`)
      return 0
    }
    json = values.json ?? false
    request = normaliseRequest({
      metrics: list(values.metrics),
      by: list(values.by),
      from: values.from,
      to: values.to,
      where: parseConditions(values.where ?? []),
      returnsBy: values['returns-by'],
    })
    // A question that is wrong is refused before a database is looked for.
    compileQuery(request, { timeZone: 'UTC' })
  } catch (error) {
    process.stderr.write(`${describe(error)}\n${error instanceof QueryError ? '' : `\n${USAGE}\n`}`)
    return 2
  }
  const result = await withDatabase(() => queryMetrics(request).finally(closeCache))
  process.stdout.write(`${json ? toJson(result) : toText(result)}\n`)
  return 0
}

function toJson({ version, columns, rows }: QueryResult): string {
  return JSON.stringify({ version, columns, rows })
}

const UNITS: Record<QueryResult['columns'][number]['unit'], Unit> = {
  money: 'money',
  count: 'count',
  units: 'count',
  ratio: 'ratio',
  days: 'days',
  date: 'text',
  text: 'text',
  integer: 'text',
}

/** Aligned columns: words to the left, figures to the right. */
function toText({ version, columns, rows, dataThrough }: QueryResult): string {
  const { reportingCurrency: currency, storeTimezone: timeZone } = parseEnv()
  const format = createFormatter({ currency, timeZone })
  const cells = rows.map((row) =>
    columns.map(({ name, unit }) => format.value(row[name], UNITS[unit], 'full')),
  )
  const widths = columns.map(({ name }, i) =>
    Math.max(name.length, ...cells.map((line) => (line[i] ?? '').length)),
  )
  const line = (texts: string[]) =>
    texts
      .map((text, i) =>
        columns[i]?.kind === 'dimension' ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const until = dataThrough ? `, sales through ${dataThrough}` : ''
  const head = [line(columns.map(({ name }) => name)), widths.map((width) => '─'.repeat(width)).join('  ')]
  return [...head, ...cells.map(line), '', `Load ${version}${until}.`].join('\n')
}

function names(): string {
  const width = Math.max(...[...METRICS, ...DIMENSIONS].map(({ name }) => name.length))
  const line = ({ name, description }: { name: string; description: string }) =>
    `  ${name.padEnd(width)}  ${description}`
  return ['Metrics', ...METRICS.map(line), '', 'Dimensions', ...DIMENSIONS.map(line)].join('\n')
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${describe(error)}\n`)
    process.exitCode = error instanceof QueryError ? 2 : 1
  },
)

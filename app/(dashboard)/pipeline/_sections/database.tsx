import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { type DatabaseFigures, databaseFigures } from '@/lib/db/database-figures'
import { type LoadSize, loadSizes } from '@/lib/pipeline/load-sizes'
import { Facts } from '../_parts/facts'

/** How large the database is, what takes the room, and how it grows. */
export async function DatabaseCard() {
  const [figures, loads] = await Promise.all([databaseFigures(7), loadSizes(30)])
  const { value } = storeFormat()
  return (
    <Card title="Database" sub={`PostgreSQL ${figures.version.split(' ')[0]} · ${figures.database}`}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 nav:grid-cols-[repeat(2,minmax(0,1fr))]">
        <div>
          <Facts
            facts={[
              ['Size on disk', value(figures.bytes, 'bytes')],
              ...growth(loads, value),
              [
                'Connections',
                `${value(figures.connections, 'count')} of ${value(figures.maxConnections, 'count')}`,
              ],
              ['Reads from its own memory', value(figures.bufferHitRate, 'ratio')],
            ]}
          />
          <Schemas figures={figures} />
        </div>
        <div>
          <h3 className="mb-1 font-semibold text-[13px]">Largest tables</h3>
          <Tables figures={figures} />
        </div>
      </div>
    </Card>
  )
}

type Value = ReturnType<typeof storeFormat>['value']

function growth(loads: LoadSize[], value: Value): [string, string][] {
  const known = loads.filter((load) => load.grownBytes !== null)
  const last = known.at(-1)
  if (!last) return []
  const sign = (last.grownBytes ?? 0) < 0 ? '−' : '+'
  return [[`Load ${last.version} added`, `${sign}${value(Math.abs(last.grownBytes ?? 0), 'bytes')}`]]
}

const COLOURS: Record<string, string> = {
  warehouse: 'bg-c1',
  partitions: 'bg-c2',
  pipeline: 'bg-c3',
  staging: 'bg-c4',
  auth: 'bg-c5',
}

function Schemas({ figures }: { figures: DatabaseFigures }) {
  const { value } = storeFormat()
  return (
    <>
      <div aria-hidden className="mt-2.5 flex h-2 gap-px overflow-hidden rounded-[4px] bg-line-soft">
        {figures.schemas.map(({ schema, bytes }) => (
          <div key={schema} className={COLOURS[schema] ?? 'bg-c6'} style={{ flexGrow: bytes }} />
        ))}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-3.5 gap-y-0.5 text-ink-2 text-xs">
        {figures.schemas.map(({ schema, bytes }) => (
          <li key={schema} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-[9px] rounded-[2px] ${COLOURS[schema] ?? 'bg-c6'}`} />
            {schema} <span className="text-ink-3 tabular-nums">{value(bytes, 'bytes')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Tables({ figures }: { figures: DatabaseFigures }) {
  const { value } = storeFormat()
  const largest = Math.max(1, ...figures.tables.map(({ bytes }) => bytes))
  return (
    <ul className="text-[13px]">
      {figures.tables.map((table) => (
        <li key={table.table} className="relative flex gap-3 py-[3px]">
          <span
            aria-hidden
            className="absolute inset-y-[2px] left-0 rounded-[3px] bg-line-soft"
            style={{ width: `${(table.bytes / largest) * 100}%` }}
          />
          <span className="relative min-w-0 flex-1 truncate pl-1.5">
            {table.table}
            {table.partitions > 0 && (
              <span className="text-ink-3 text-xs"> · {value(table.partitions, 'count')} partitions</span>
            )}
          </span>
          <span className="relative hidden shrink-0 text-ink-3 text-xs leading-5 sm:inline">
            {table.rows === null ? '' : `${value(table.rows, 'count', 'axis')} rows`}
          </span>
          <span className="relative w-16 shrink-0 text-right tabular-nums">
            {value(table.bytes, 'bytes')}
          </span>
        </li>
      ))}
    </ul>
  )
}

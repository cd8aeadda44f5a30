import { storeFormat } from '@/app/_components/store-format'
import type { Formatter } from '@/lib/core/format'
import type { Tile, TilesData } from '@/lib/views/tiles'
import type { Loaded } from '@/lib/views/view'
import { KpiTile, KpiTiles } from './kpi-tile'
import { ErrorState } from './ui/states'

/** The tiles of a page, or why they could not be read, at the same height. */
export function ViewTiles({ loaded }: { loaded: Loaded<TilesData> }) {
  if (!loaded.ok) {
    return (
      <section
        aria-label="Key figures"
        className="flex min-h-[140px] rounded-card border border-line bg-panel"
      >
        <ErrorState title="The key figures could not be read">{loaded.reason}</ErrorState>
      </section>
    )
  }
  const format = storeFormat()
  return (
    <KpiTiles>
      {loaded.data.tiles.map((tile) => (
        <KpiTile
          key={tile.name}
          label={tile.label}
          value={format.value(tile.value, tile.unit, tile.style)}
          change={tile.change}
          better={tile.better}
          hint={tile.hint}
          href={tile.href}
          note={againstOf(tile, format)}
          basis={tile.basis?.text.replace(
            '{}',
            format.value(tile.basis.value, tile.basis.unit, tile.basis.unit === 'ratio' ? 'axis' : 'short'),
          )}
          spark={tile.spark}
        />
      ))}
    </KpiTiles>
  )
}

/** Against what the figure changed. */
function againstOf(tile: Tile, format: Formatter): string | undefined {
  if (tile.change.kind === 'none') return undefined
  return `${tile.change.kind === 'change' ? 'vs' : 'from'} ${format.value(tile.compared, tile.unit, tile.style)}`
}

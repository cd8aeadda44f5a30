import { type Change, change } from '@/lib/core/change'
import type { Figure, FormatStyle, Unit } from '@/lib/core/format'
import type { TableData, TableRow } from './table'

/** One key figure with what it is compared with. */
export interface Tile {
  name: string
  label: string
  unit: Unit
  /** `full` shows cents. */
  style?: FormatStyle
  value: Figure
  compared: Figure
  change: Change
  better: 'up' | 'down' | 'none'
  hint?: string
  /** The figure by bucket over the period. */
  spark?: readonly Figure[]
  /** Where the figure is taken apart. */
  href?: string
  /** What the figure rests on, said beside the label; `{}` is replaced by the value. */
  basis?: { text: string; value: Figure; unit: Unit }
}

export interface TilesData extends TableData {
  tiles: readonly Tile[]
}

export type TileAsk = Omit<Tile, 'change'>

/** Tiles and, from the same figures, their table. */
export function tilesData(asked: readonly TileAsk[]): TilesData {
  const tiles = asked.map((tile) => ({ ...tile, change: change(tile.value, tile.compared, tile.unit) }))
  return {
    tiles,
    columns: [
      { name: 'figure', label: 'Figure', unit: 'text' },
      { name: 'value', label: 'Value', unit: 'decimal' },
      { name: 'compared', label: 'Compared with', unit: 'decimal' },
      { name: 'unit', label: 'Unit', unit: 'text' },
    ],
    rows: tiles.map(
      (tile): TableRow => ({
        figure: tile.label,
        value: tile.value,
        compared: tile.compared,
        unit: tile.unit,
      }),
    ),
  }
}

/** The values of one column, in row order: a sparkline. */
export function sparkOf(rows: readonly TableRow[], name: string): Figure[] {
  return rows.map((row) => row[name])
}

/** Series colours in their fixed order; distinguishable for colour-blind readers. */
export type SeriesColor = 'c1' | 'c2' | 'c3' | 'c4' | 'c5' | 'c6'

export const SERIES: readonly SeriesColor[] = ['c1', 'c3', 'c2', 'c4', 'c5', 'c6']

/** The CSS value of a colour token, which follows the theme. */
export function paint(color: SeriesColor): string {
  return `var(--${color})`
}

/** A cell's background: the accent over the soft line colour, by intensity 0–1. */
export function heat(share: number): string {
  return `color-mix(in srgb, var(--c1) ${Math.round(share * 88)}%, var(--line-soft))`
}

/**
 * The background of a cell with a figure on it, by intensity 0–1: weaker than `heat`, so that ink
 * keeps 4.5:1 on the strongest cell of either theme (--cell-heat in globals.css).
 */
export function cellHeat(share: number): string {
  return `color-mix(in srgb, var(--c1) calc(var(--cell-heat) * ${share.toFixed(3)}), var(--line-soft))`
}

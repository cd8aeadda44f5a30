import type { Figure, FormatStyle, Unit } from '@/lib/core/format'

/** A column of a view: what the screen, the CSV and the JSON of it share. */
export interface TableColumn {
  name: string
  label: string
  unit: Unit
  /** `full` shows cents. */
  style?: FormatStyle
  /** Emphasis on the screen; `signed` shows a sign and colours growth and loss, `plus` only the sign. */
  look?: 'strong' | 'muted' | 'signed' | 'plus' | 'badge'
  /** Tone of each badge word. */
  tones?: Readonly<Record<string, 'neutral' | 'good' | 'bad' | 'warn' | 'accent' | 'info'>>
  /** Explains the heading. */
  hint?: string
  /** Another field of the row, holding where its cell leads (not exported). */
  hrefFrom?: string
  /** Where all its cells lead, `__value__` standing for the row's `from` (not exported). */
  link?: { to: string; from: string }
}

/** A row: figures by column name; amounts as decimal strings. */
export type TableRow = Readonly<Record<string, Figure>>

export interface TableData {
  columns: readonly TableColumn[]
  rows: readonly TableRow[]
}

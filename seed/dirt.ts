import { KINDS, type Kind, type Outcome } from './dirt-kinds'
import type { Entity } from './shop'

/** How many bad rows were made, by entity and rule. */
export type DirtReport = Record<string, Record<string, { outcome: Outcome; rows: number }>>

/** Splits one of the generator's own lines into cells, quotes kept; its quoted fields hold no quotes or line ends. */
function cellsOf(line: string): string[] {
  const cells: string[] = []
  for (let at = 0; at <= line.length; ) {
    const from = line[at] === '"' ? line.indexOf('"', at + 1) : at
    const comma = line.indexOf(',', from)
    const end = comma < 0 ? line.length : comma
    cells.push(line.slice(at, end))
    at = end + 1
  }
  return cells
}

/** Puts bad rows between the good ones: all kinds of an entity in turn, each at least once. */
export class Dirt {
  readonly report: DirtReport = {}
  readonly #perGoodRow: number
  readonly #good = new Map<Entity, number>()
  readonly #made = new Map<Entity, number>()
  readonly #last = new Map<Entity, string>()
  at = ''

  /** @param percent share of bad rows among all rows, 0–50 */
  constructor(
    percent: number,
    readonly write: (entity: Entity, line: string) => void,
  ) {
    this.#perGoodRow = percent / (100 - percent)
  }

  /** To be called after each good row. */
  after(entity: Entity, line: string): void {
    if (this.#perGoodRow === 0) return
    const good = (this.#good.get(entity) ?? 0) + 1
    this.#good.set(entity, good)
    this.#last.set(entity, line)
    while ((this.#made.get(entity) ?? 0) + 1 <= good * this.#perGoodRow) this.#add(entity)
  }

  /** Adds the kinds that a small share had no room for. */
  finish(): void {
    if (this.#perGoodRow === 0) return
    for (const entity of Object.keys(KINDS) as Entity[]) {
      // Without a good row there is nothing to refer to or to repeat.
      if (!this.#last.has(entity)) continue
      while ((this.#made.get(entity) ?? 0) < KINDS[entity].length) this.#add(entity)
    }
  }

  #add(entity: Entity): void {
    const n = this.#made.get(entity) ?? 0
    const kind = KINDS[entity][n % KINDS[entity].length] as Kind
    this.#made.set(entity, n + 1)
    const made = kind.make({ n, at: this.at, last: cellsOf(this.#last.get(entity) ?? '') })
    this.write(entity, typeof made === 'string' ? made : made.join(','))
    this.report[entity] ??= {}
    const rules = this.report[entity]
    rules[kind.rule] ??= { outcome: kind.outcome, rows: 0 }
    const count = rules[kind.rule]
    if (count) count.rows++
  }
}

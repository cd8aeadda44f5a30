/** What one fault did to a run. */
export interface Outcome {
  /** Faults of one kind share a line of the table. */
  kind: string
  /** From each strike (or from what it took away being back) until the run works on. */
  seconds: number[]
  /** Completed tasks that were executed again. */
  repeated: number
  /** Rows missing from, and rows too many in, all tables together. */
  lost: number
  doubled: number
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** The outcomes as a table for the terminal: a line a kind of fault. */
export function recoveryTable(outcomes: Outcome[]): string {
  const head = ['fault', 'n', 'median s', 'worst s', 'tasks repeated', 'rows lost', 'rows doubled']
  const lines = [...new Set(outcomes.map((o) => o.kind))].map((kind) => {
    const of = outcomes.filter((o) => o.kind === kind)
    const sum = (key: 'repeated' | 'lost' | 'doubled') => String(of.reduce((n, o) => n + o[key], 0))
    const seconds = of.flatMap((o) => o.seconds)
    return [
      kind,
      String(seconds.length),
      median(seconds).toFixed(2),
      Math.max(...seconds).toFixed(2),
      sum('repeated'),
      sum('lost'),
      sum('doubled'),
    ]
  })
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)))
  const row = (cells: string[]) =>
    cells.map((c, i) => (i === 0 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join('  ')
  return [row(head), row(widths.map((w) => '─'.repeat(w))), ...lines.map(row)].join('\n')
}

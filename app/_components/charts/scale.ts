/** Geometry of axes: pure, so that it is tested apart from any drawing. */

/**
 * Round axis values that cover `values`, always including zero.
 * @param steps about how many intervals; there are never more than seven ticks
 * @returns ascending ticks; the first and last are the axis' domain
 */
export function niceTicks(values: readonly number[], steps = 5): number[] {
  const high = Math.max(0, ...values.filter(Number.isFinite))
  const low = Math.min(0, ...values.filter(Number.isFinite))
  if (high - low < 1e-9) return [0, 1]
  const rough = (high - low) / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * (([1, 2, 2.5, 5, 10] as const).find((m) => m * power >= rough * 0.999) ?? 10)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  if (last - first > 6 && steps > 2) return niceTicks(values, steps - 1)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Powers of ten around positive values; at least two. */
export function logTicks(values: readonly number[]): number[] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value))
  if (positive.length === 0) return [1, 10]
  const low = Math.floor(Math.log10(Math.min(...positive)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive))))
  return Array.from({ length: high - low + 1 }, (_, i) => Number((10 ** (low + i)).toPrecision(12)))
}

/**
 * Which of `count` positions get a label: at most `most`, evenly spaced, starting with the first.
 * @returns indexes in ascending order
 */
export function tickIndexes(count: number, most = 7): number[] {
  if (count <= 0) return []
  const step = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)
}

/**
 * Labelled days of a daily axis: the first of each month, or every seventh day, where those give
 * three to `most` labels; evenly spaced days otherwise.
 */
export function dayTicks(days: readonly string[], most = 7): number[] {
  const pick = (wanted: (day: string, index: number) => boolean) =>
    days.flatMap((day, index) => (wanted(day, index) ? [index] : []))
  const fits = (ticks: number[]) => ticks.length >= 3 && ticks.length <= most
  const halves = pick((day) => /-(01|15)$/.test(day))
  if (fits(halves)) return halves
  const months = pick((day) => day.endsWith('-01'))
  if (fits(months)) return months
  const quarters = pick((day) => /-(01|04|07|10)-01$/.test(day))
  if (days.length > 120 && fits(quarters)) return quarters
  return tickIndexes(days.length, most)
}

/** Width in px that right-aligned axis labels need. */
export function axisWidth(labels: readonly string[]): number {
  return Math.round(Math.max(24, ...labels.map((label) => label.length * 7.2 + 12)))
}

export interface WaterfallStep {
  label: string
  value: string | null
  /** A total stands on the axis; the others float from the running sum. */
  kind: 'total' | 'step'
  /** Where its figure is taken apart. */
  href?: string
}

export interface WaterfallBar {
  /** Left edge and width as shares of the whole, 0–1. */
  left: number
  width: number
  negative: boolean
}

/** Where the bars of a waterfall lie; every bar starts where the one before ended. */
export function waterfallBars(steps: readonly WaterfallStep[]): WaterfallBar[] {
  let sum = 0
  const spans = steps.map(({ value, kind }) => {
    const amount = Number(value ?? 0)
    const from = kind === 'total' ? 0 : sum
    sum = kind === 'total' ? amount : sum + amount
    return { low: Math.min(from, sum), high: Math.max(from, sum), negative: amount < 0 }
  })
  const low = Math.min(0, ...spans.map((span) => span.low))
  const range = Math.max(0, ...spans.map((span) => span.high)) - low || 1
  return spans.map((span) => ({
    left: (span.low - low) / range,
    width: (span.high - span.low) / range,
    negative: span.negative,
  }))
}

/** Intensity 0–1 of a cell; the square root keeps small values visible apart from none. */
export function intensity(value: number | null, max: number): number {
  if (value === null || !Number.isFinite(value) || value <= 0 || max <= 0) return 0
  return Math.min(1, Math.sqrt(value / max))
}

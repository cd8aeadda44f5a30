/** Milliseconds of one day. */
export const DAY_MS = 86_400_000

const PAD = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'))

/** Two digits, for times and cents. */
export function two(n: number): string {
  return PAD[n] as string
}

/** Days since 1970-01-01 of an ISO date. */
export function dayNumber(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS
}

/** ISO date of a number of days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** 0 Monday … 6 Sunday of a number of days since 1970-01-01. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** The day `months` calendar months before the day after `end`: the first day of the period that ends with `end`. */
export function periodStart(end: number, months: number): number {
  const next = new Date((end + 1) * DAY_MS)
  const first = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() - months, 1)
  const lastOfMonth = new Date(
    Date.UTC(next.getUTCFullYear(), next.getUTCMonth() - months + 1, 0),
  ).getUTCDate()
  return first / DAY_MS + Math.min(next.getUTCDate(), lastOfMonth) - 1
}

// Monday … Sunday: people order on Sunday evenings and on Mondays, least on Saturdays.
const WEEKDAY = [1.13, 1.06, 1.02, 0.99, 0.93, 0.82, 1.05]

/** Orders by hour of the day, in relative terms: quiet nights, a noon and an evening peak. */
export const HOURS = [
  8, 4, 2, 2, 2, 4, 10, 22, 38, 52, 60, 66, 70, 64, 58, 55, 56, 62, 70, 80, 84, 70, 42, 20,
]

function bump(distance: number, width: number): number {
  return Math.exp((-distance * distance) / (2 * width * width))
}

/** How busy a day is against an average one: yearly season (Black Friday, Christmas, a summer dip) and weekday. */
export function busyness(day: number): number {
  const date = new Date(day * DAY_MS)
  const doy = day - Date.UTC(date.getUTCFullYear(), 0, 1) / DAY_MS
  let season = 1 + 0.1 * Math.cos((2 * Math.PI * (doy - 340)) / 365)
  season +=
    1.1 * bump(doy - 332, 3) + 0.55 * bump(doy - 344, 8) + 0.2 * bump(doy - 5, 5) + 0.12 * bump(doy - 128, 5)
  season -= 0.14 * bump(doy - 212, 22)
  if (date.getUTCMonth() === 11 && date.getUTCDate() >= 23 && date.getUTCDate() <= 26) season *= 0.5
  return season * (WEEKDAY[weekdayOf(day)] as number)
}

/** The period's days, each with its share of operational time: the clock customers' buying habits run on. */
export class Calendar {
  readonly days: number
  /** Operational time at the start of each day; one unit is an average day. */
  readonly time: Float64Array
  readonly iso: string[]

  constructor(
    readonly start: number,
    readonly end: number,
  ) {
    this.days = end - start + 1
    const weight = Float64Array.from({ length: this.days }, (_, i) => busyness(start + i))
    const mean = weight.reduce((sum, w) => sum + w, 0) / this.days
    this.time = new Float64Array(this.days + 1)
    for (let i = 0; i < this.days; i++)
      this.time[i + 1] = (this.time[i] as number) + (weight[i] as number) / mean
    this.iso = Array.from({ length: this.days }, (_, i) => isoDay(start + i))
  }

  /** Operational time at the end of the period. */
  get horizon(): number {
    return this.time[this.days] as number
  }

  /** Operational length of a day (1 on average). */
  weight(day: number): number {
    return (this.time[day + 1] as number) - (this.time[day] as number)
  }

  /** The day in which a moment of operational time lies; `days` when it is past the end. */
  dayAt(time: number): number {
    if (time >= this.horizon) return this.days
    let low = 0
    let high = this.days - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.time[middle] as number) <= time) low = middle
      else high = middle - 1
    }
    return low
  }

  /** UTC timestamp text of a second of a day of the period; days outside it work too. */
  stamp(day: number, second: number): string {
    const date = day >= 0 && day < this.days ? (this.iso[day] as string) : isoDay(this.start + day)
    const hour = Math.floor(second / 3600)
    return `${date}T${two(hour)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`
  }

  /** File-name part of the quarter of a day, e.g. `2025q1` (never a full date: that would be read as an effective date). */
  quarter(day: number): string {
    const iso = this.iso[day] as string
    return `${iso.slice(0, 4)}q${Math.ceil(Number(iso.slice(5, 7)) / 3)}`
  }
}

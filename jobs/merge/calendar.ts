import type { Env } from '@/lib/core/env'

/** One row of dim_dates, with its column names. */
export interface CalendarDay {
  date_key: number
  date: string
  year: number
  quarter: number
  month: number
  day: number
  iso_year: number
  iso_week: number
  week_start: string
  month_start: string
  weekday: number
  weekday_name: string
  month_name: string
  fiscal_year: number
  fiscal_quarter: number
  fiscal_month: number
  is_weekend: boolean
  is_holiday: boolean
  holiday_name: string | null
  is_business_day: boolean
}

const DAY = 86_400_000
const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
const name = (time: number, style: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en', { ...style, timeZone: 'UTC' }).format(time)

/**
 * The days of one calendar year. A fiscal year is named after the calendar year it ends in
 * (a July start puts 1 July 2025 into fiscal year 2026). Weeks are ISO 8601: Monday to Sunday.
 */
export async function calendarYear(
  year: number,
  env: Pick<Env, 'fiscalYearStart' | 'holidayCountry'>,
): Promise<CalendarDay[]> {
  const holidays = await publicHolidays(year, env.holidayCountry)
  const days: CalendarDay[] = []
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += DAY) {
    const date = new Date(time)
    const month = date.getUTCMonth() + 1
    const weekday = date.getUTCDay() || 7
    const thursday = new Date(time + (4 - weekday) * DAY)
    const isoYear = thursday.getUTCFullYear()
    const fiscalMonth = ((month - env.fiscalYearStart + 12) % 12) + 1
    const holiday = holidays.get(iso(time)) ?? null
    days.push({
      date_key: Number(iso(time).replaceAll('-', '')),
      date: iso(time),
      year,
      quarter: Math.ceil(month / 3),
      month,
      day: date.getUTCDate(),
      iso_year: isoYear,
      iso_week: Math.floor((thursday.getTime() - Date.UTC(isoYear, 0, 1)) / (7 * DAY)) + 1,
      week_start: iso(time - (weekday - 1) * DAY),
      month_start: `${iso(time).slice(0, 7)}-01`,
      weekday,
      weekday_name: name(time, { weekday: 'long' }),
      month_name: name(time, { month: 'long' }),
      fiscal_year: env.fiscalYearStart > 1 && month >= env.fiscalYearStart ? year + 1 : year,
      fiscal_quarter: Math.ceil(fiscalMonth / 3),
      fiscal_month: fiscalMonth,
      is_weekend: weekday >= 6,
      is_holiday: holiday !== null,
      holiday_name: holiday,
      is_business_day: weekday < 6 && holiday === null,
    })
  }
  return days
}

/** Public holidays by ISO day; empty when no country is set. */
async function publicHolidays(year: number, country: string | undefined): Promise<Map<string, string>> {
  if (!country) return new Map()
  const { default: Holidays } = await import('date-holidays')
  const list = new Holidays(country).getHolidays(year, 'en')
  return new Map(list.filter((h) => h.type === 'public').map((h) => [h.date.slice(0, 10), h.name]))
}

import { addDays, type DayRange } from '@/lib/core/dates'
import { type Moved, movementsBy, type StockDay, stockHistory } from '@/lib/reports/stock-history'
import { type StockPosition, stockPosition } from '@/lib/reports/stock-position'
import { type Supplier, suppliers } from '@/lib/reports/suppliers'
import { kept } from '../kept'
import type { ViewContext } from '../view'

/** The reports of the inventory page under the published load; nothing while there is none. */

/** Stock at the end of the period, or today if the period runs beyond. */
export const positions = (context: ViewContext): Promise<StockPosition[]> => {
  const day = stockDay(context)
  const { demand } = context.state
  return kept(context, ['inventory', 'position', day, String(demand)], () => stockPosition(day, demand), [])
}

export const history = (context: ViewContext): Promise<StockDay[]> => {
  const day = stockDay(context)
  return kept(context, ['inventory', 'history', day], () => stockHistory(day), [])
}

export const moved = (context: ViewContext): Promise<Moved[]> => {
  const { grain, from, to } = context.period
  return kept(context, ['inventory', 'moved', grain, from, to], () => movementsBy(grain, { from, to }), [])
}

export const suppliersOf = (context: ViewContext): Promise<Supplier[]> => {
  const { from, to } = context.period
  return kept(context, ['inventory', 'suppliers', from, to], () => suppliers({ from, to }), [])
}

export const stockDay = ({ period, today }: ViewContext): string => (period.to < today ? period.to : today)

/** The days that demand is taken from. */
export function demandDays(context: ViewContext): DayRange {
  const to = stockDay(context)
  return { from: addDays(to, 1 - context.state.demand), to }
}

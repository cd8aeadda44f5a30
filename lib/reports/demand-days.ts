/** How many of the last days demand may be taken from: few follow a season, many smooth it. */
export const DEMAND_DAYS = [30, 60, 90] as const
export type DemandDays = (typeof DEMAND_DAYS)[number]

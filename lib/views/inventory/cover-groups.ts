import type { StockPosition } from '@/lib/reports/stock-position'

/** How long stock lasts, from the most pressing on; the first that fits counts. */
export const COVER_GROUPS: readonly { label: string; fits: (product: StockPosition) => boolean }[] = [
  { label: 'Out of stock', fits: ({ onHand }) => onHand <= 0 },
  { label: 'No sales', fits: ({ daysOfCover }) => daysOfCover === null },
  { label: 'Under a week', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 7 },
  { label: '7 to 30 days', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 30 },
  { label: '30 to 90 days', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 90 },
  { label: 'Over 90 days', fits: () => true },
]

/** Which of the groups a product is in. */
export const coverGroupOf = (product: StockPosition): string | undefined =>
  COVER_GROUPS.find(({ fits }) => fits(product))?.label

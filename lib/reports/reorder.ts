/** Inverse of the standard normal distribution: Acklam's rational approximation, relative error below 1.2e-9. */
export function inverseNormal(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1, not ${p}`)
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ]
  const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572]
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ]
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
  const horner = (k: number[], x: number) => k.reduce((sum, coefficient) => sum * x + coefficient, 0)
  if (p > 1 - 0.02425) return -inverseNormal(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return horner(c, q) / (horner(d, q) * q + 1)
  }
  const q = p - 0.5
  const r = q * q
  return (horner(a, r) * q) / (horner(b, r) * r + 1)
}

export interface Demand {
  /** Mean and standard deviation of units a day. */
  daily: number
  dailyDeviation: number
  /** Mean and standard deviation of the supplier's lead time in days. */
  leadTime: number
  leadTimeDeviation: number
}

/**
 * Stock that covers the lead time with the given probability of not running out:
 * safety stock Z·√(σD²·L + D²·σL²), reorder point D·L + safety stock, in units.
 */
export function reorderPoint(
  demand: Demand,
  serviceLevel: number,
): { safetyStock: number; reorderPoint: number } {
  const { daily, dailyDeviation, leadTime, leadTimeDeviation } = demand
  const deviation = Math.sqrt(dailyDeviation ** 2 * leadTime + daily ** 2 * leadTimeDeviation ** 2)
  const safetyStock = inverseNormal(serviceLevel) * deviation
  return { safetyStock, reorderPoint: daily * leadTime + safetyStock }
}

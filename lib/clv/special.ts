/** Special functions in double precision, for positive real arguments. */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** Natural logarithm of the gamma function for x > 0 (Lanczos, g = 7, n = 9; about 15 digits). */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const z = x - 1
  const t = z + 7.5
  const series = LANCZOS.reduce((sum, c, i) => (i === 0 ? c : sum + c / (z + i)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series)
}

/** ln(eˣ + eʸ) without overflow. */
export function logAddExp(x: number, y: number): number {
  const high = Math.max(x, y)
  if (high === Number.NEGATIVE_INFINITY) return high
  return high + Math.log1p(Math.exp(-Math.abs(x - y)))
}

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) for 0 ≤ z < 1 by its power series. Callers bring it into a form
 * with small a and b first (Euler's transformation), where the terms fall quickly.
 * @throws RangeError when the series does not converge
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let n = 0; n < 100_000; n++) {
    term *= ((a + n) * (b + n) * z) / ((c + n) * (n + 1))
    sum += term
    if (Math.abs(term) <= 1e-14 * Math.abs(sum)) return sum
  }
  throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) does not converge`)
}

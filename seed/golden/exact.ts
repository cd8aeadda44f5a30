// Exact arithmetic on integers: a decimal is a BigInt counted in units of 10^-places.

/** a / b, rounded half away from zero; b > 0. */
export function divide(a: bigint, b: bigint): bigint {
  const magnitude = ((a < 0n ? -a : a) * 2n + b) / (b * 2n)
  return a < 0n ? -magnitude : magnitude
}

/** Reads a decimal into units of 10^-places, rounding half away; `rounded` when non-zero digits were lost. */
export function decimal(text: string, places: number): { value: bigint; rounded: boolean } {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const digits = BigInt(`${whole}${fraction}` || '0')
  const scale = 10n ** BigInt(Math.max(0, fraction.length - places))
  const value = divide(digits * 10n ** BigInt(Math.max(0, places - fraction.length)), scale)
  return { value: text.startsWith('-') ? -value : value, rounded: digits % scale !== 0n }
}

/** Text of an amount in cents. */
export function cents(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Shares a total in proportion to the weights, to the unit: largest remainder, ties to the first. */
export function share(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum === 0n) return weights.map((_, i) => (i === 0 ? total : 0n))
  const shares = weights.map((weight) => (total * weight) / sum)
  const remainders = weights.map((weight, i) => ({ i, left: (total * weight) % sum }))
  remainders.sort((a, b) => (a.left === b.left ? a.i - b.i : a.left > b.left ? -1 : 1))
  let open = total - shares.reduce((a, b) => a + b, 0n)
  for (const { i } of remainders) {
    if (open === 0n) break
    shares[i] = (shares[i] as bigint) + 1n
    open--
  }
  return shares
}

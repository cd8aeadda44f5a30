/** Mixes three integers into one well-spread 32-bit integer (murmur3's finaliser after each). */
export function hash32(a: number, b: number, c: number): number {
  let h = 0x9e3779b9
  for (const part of [a, b, c]) h = mix(h ^ Math.imul(part | 0, 0xcc9e2d51))
  return h >>> 0
}

function mix(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A number strictly between 0 and 1 that depends only on the three integers. */
export function hashUnit(a: number, b: number, c: number): number {
  // Unrolled: this is the innermost step of the purchase process.
  let h = mix(0x9e3779b9 ^ Math.imul(a | 0, 0xcc9e2d51))
  h = mix(h ^ Math.imul(b | 0, 0xcc9e2d51))
  h = mix(h ^ Math.imul(c | 0, 0xcc9e2d51))
  return ((h >>> 0) + 0.5) / 4294967296
}

/** Turns any text into a 32-bit seed. */
export function seedFrom(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h) >>> 0
}

/** A small fast generator (sfc32) with the distributions the shop needs. Same seed and stream, same numbers. */
export class Rng {
  #a: number
  #b: number
  #c: number
  #d = 1

  constructor(seed: number, stream: number) {
    this.#a = hash32(seed, stream, 1)
    this.#b = hash32(seed, stream, 2)
    this.#c = hash32(seed, stream, 3)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** A number from 0 (included) to 1 (excluded). */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + t) | 0
    return (t >>> 0) / 4294967296
  }

  /** An integer from 0 to n − 1. */
  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** An integer from low to high, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    return radius * Math.cos(2 * Math.PI * this.next())
  }

  /** Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * Math.exp(Math.log(1 - this.next()) / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      if (Math.log(1 - this.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a)
    return x / (x + this.gamma(b))
  }
}

/** Draws an index in proportion to weights in constant time (Walker's alias method, Vose's build). */
export class WeightedChoice {
  readonly #chance: Float64Array
  readonly #alias: Int32Array

  constructor(weights: ArrayLike<number>) {
    const n = weights.length
    let total = 0
    for (let i = 0; i < n; i++) total += weights[i] as number
    this.#chance = new Float64Array(n).fill(1)
    this.#alias = new Int32Array(n)
    const scaled = Float64Array.from({ length: n }, (_, i) => ((weights[i] as number) * n) / total)
    const small: number[] = []
    const large: number[] = []
    for (let i = 0; i < n; i++) ((scaled[i] as number) < 1 ? small : large).push(i)
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() as number
      const high = large.pop() as number
      this.#chance[low] = scaled[low] as number
      this.#alias[low] = high
      scaled[high] = (scaled[high] as number) + (scaled[low] as number) - 1
      ;((scaled[high] as number) < 1 ? small : large).push(high)
    }
  }

  draw(rng: Rng): number {
    const x = rng.next() * this.#chance.length
    const i = Math.floor(x)
    return x - i < (this.#chance[i] as number) ? i : (this.#alias[i] as number)
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises'

/** Where a search ended. */
export interface Minimum {
  at: number[]
  value: number
  converged: boolean
  iterations: number
}

/**
 * Nelder & Mead's simplex search (1965) with restarts: needs no derivatives and bears a flat likelihood.
 * It lets the process do other work every few milliseconds: the web server runs it beside its requests.
 * @param f may return a non-finite number outside its domain
 */
export async function minimise(
  f: (x: number[]) => number,
  start: number[],
  maxIterations = 4000,
): Promise<Minimum> {
  let best = await simplex(f, start, maxIterations)
  let iterations = best.iterations
  // A simplex that collapsed early looks converged: start again from where it ended until that changes nothing.
  for (let restart = 0; restart < 8; restart++) {
    const next = await simplex(f, best.at, maxIterations)
    iterations += next.iterations
    const gain = best.value - next.value
    if (next.value <= best.value) best = next
    if (gain < 1e-9 * (1 + Math.abs(best.value))) break
  }
  return { ...best, iterations }
}

const BREATH_MS = 10

interface Vertex {
  x: number[]
  y: number
}

async function simplex(f: (x: number[]) => number, start: number[], maxIterations: number): Promise<Minimum> {
  let since = performance.now()
  const evaluate = (x: number[]): Vertex => {
    const y = f(x)
    return { x, y: Number.isFinite(y) ? y : Number.POSITIVE_INFINITY }
  }
  const vertices = [
    evaluate(start),
    ...start.map((_, i) => evaluate(start.map((v, j) => (i === j ? v + 0.5 : v)))),
  ]
  const mix = (p: number[], q: number[], t: number) => p.map((v, i) => v + t * ((q[i] ?? 0) - v))
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (performance.now() - since > BREATH_MS) {
      await nextTurn()
      since = performance.now()
    }
    vertices.sort((p, q) => p.y - q.y)
    const [best] = vertices
    const worst = vertices.at(-1)
    const second = vertices.at(-2)
    if (!best || !worst || !second) break
    const spread = Math.max(...start.map((_, i) => Math.abs((worst.x[i] ?? 0) - (best.x[i] ?? 0))))
    if (Number.isFinite(worst.y) && worst.y - best.y <= 1e-12 * (1 + Math.abs(best.y)) && spread < 1e-7)
      return { at: best.x, value: best.y, converged: true, iterations: iteration }
    const others = vertices.slice(0, -1)
    const centre = start.map((_, i) => others.reduce((sum, v) => sum + (v.x[i] ?? 0), 0) / others.length)
    const reflected = evaluate(mix(centre, worst.x, -1))
    if (reflected.y < best.y) {
      const expanded = evaluate(mix(centre, worst.x, -2))
      vertices[vertices.length - 1] = expanded.y < reflected.y ? expanded : reflected
    } else if (reflected.y < second.y) vertices[vertices.length - 1] = reflected
    else {
      const contracted = evaluate(mix(centre, reflected.y < worst.y ? reflected.x : worst.x, 0.5))
      if (contracted.y < Math.min(reflected.y, worst.y)) vertices[vertices.length - 1] = contracted
      else
        for (let i = 1; i < vertices.length; i++)
          vertices[i] = evaluate(mix(best.x, vertices[i]?.x ?? best.x, 0.5))
    }
  }
  vertices.sort((p, q) => p.y - q.y)
  return {
    at: vertices[0]?.x ?? start,
    value: vertices[0]?.y ?? Number.POSITIVE_INFINITY,
    converged: false,
    iterations: maxIterations,
  }
}

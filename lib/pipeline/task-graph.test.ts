import { expect, it } from 'vitest'
import { TASK_GRAPH, taskLayers } from './task-graph'
import { TASK_NAMES } from './task-names'

it('places every task behind all it depends on', () => {
  const layers = taskLayers()
  const layerOf = (task: string) => layers.findIndex((layer) => layer.includes(task))
  expect(layers.flat().sort()).toEqual([...TASK_NAMES].sort())
  for (const [task, { dependsOn }] of Object.entries(TASK_GRAPH)) {
    for (const before of dependsOn) expect(layerOf(before)).toBeLessThan(layerOf(task))
  }
})

it('puts tasks that wait for the same one side by side, and one that waits for both behind them', () => {
  const graph = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: ['a', 'd'] }
  const places = Object.fromEntries(
    Object.entries(graph).map(([task, dependsOn]) => [task, { dependsOn: dependsOn as never[] }]),
  )
  expect(taskLayers(places)).toEqual([['a'], ['b', 'c'], ['d'], ['e']])
})

import { TASK_NAMES, type TaskName } from './task-names'

/** What everybody who shows or executes a task has to know about it. */
export interface TaskPlace {
  /** One line: what the task does. */
  description: string
  dependsOn: readonly TaskName[]
  /** Tasks of one group run in one transaction: they are done together or not at all. */
  group?: 'publish'
  /** What its progress counts. */
  counts: 'files' | 'rows' | 'checks'
}

/** The run as a graph. `jobs/dag.ts` adds how each task is executed; the pipeline page draws it. */
export const TASK_GRAPH: Readonly<Record<TaskName, TaskPlace>> = {
  discover: {
    description: 'Lists the inbox, archives what is new and skips what was loaded before',
    dependsOn: [],
    counts: 'files',
  },
  extract: {
    description: 'Splits the files into records; malformed ones go to quarantine',
    dependsOn: ['discover'],
    counts: 'rows',
  },
  validate: {
    description: 'Casts every column to its type and applies the row rules',
    dependsOn: ['extract'],
    counts: 'rows',
  },
  conform: {
    description: 'Removes duplicates, resolves references, builds versions and prices orders',
    dependsOn: ['validate'],
    counts: 'rows',
  },
  load: {
    description: 'Copies the final rows to PostgreSQL, beside the warehouse',
    dependsOn: ['conform'],
    counts: 'rows',
  },
  merge: {
    description: 'Moves the copied rows into dimensions and facts',
    dependsOn: ['load'],
    group: 'publish',
    counts: 'rows',
  },
  aggregate: {
    description: 'Rebuilds the marts of the days and keys that changed',
    dependsOn: ['merge'],
    group: 'publish',
    counts: 'rows',
  },
  check: {
    description: 'Runs the quality checks; a blocking one that fails stops the publish',
    dependsOn: ['aggregate'],
    group: 'publish',
    counts: 'checks',
  },
  publish: {
    description: 'Settles the books of every file and makes the new load visible',
    dependsOn: ['check'],
    group: 'publish',
    counts: 'rows',
  },
}

/** Whether a task of a run, as stored, is one this version knows. */
export function isTaskName(name: string): name is TaskName {
  return TASK_NAMES.some((known) => known === name)
}

/**
 * The tasks in columns: each stands one behind the last of those it depends on, so that every
 * edge leads forward. Within a column they keep the order of execution.
 */
export function taskLayers(
  graph: Readonly<Record<string, Pick<TaskPlace, 'dependsOn'>>> = TASK_GRAPH,
): string[][] {
  const depth = new Map<string, number>()
  const depthOf = (task: string): number => {
    const known = depth.get(task)
    if (known !== undefined) return known
    const before = graph[task]?.dependsOn ?? []
    const own = before.length ? Math.max(...before.map(depthOf)) + 1 : 0
    depth.set(task, own)
    return own
  }
  const layers: string[][] = []
  for (const task of Object.keys(graph)) {
    const layer = depthOf(task)
    while (layers.length <= layer) layers.push([])
    layers[layer]?.push(task)
  }
  return layers
}

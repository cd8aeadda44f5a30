import type { Task, TaskName } from '@/jobs/context'

export interface RetryPolicy {
  /** Executions in all; 1 = no retry. Only errors that can pass are tried again. */
  attempts: number
  /** Delay before the second execution in milliseconds; it doubles each time, with full jitter. */
  backoffMs: number
  /** It grows no further than this. */
  maxBackoffMs: number
}

export interface TaskDefinition {
  task: TaskName
  /** One line for the task graph. */
  description: string
  dependsOn: readonly TaskName[]
  timeoutMs: number
  retry: RetryPolicy
  /** What the task works through one by one; each shows as a part of its own with rows and time. */
  fansOutBy?: 'file' | 'entity' | 'table' | 'mart'
  /** Tasks of one group run in one transaction: they are done together or not at all. */
  group?: 'publish'
  /** Imported when it runs, so reading the DAG loads no DuckDB. */
  load: () => Promise<Task>
}

export type Dag = readonly TaskDefinition[]

const minutes = (n: number) => n * 60_000
const retry: RetryPolicy = { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 }

/**
 * One run as data, in the order of execution. Up to `load` every task commits its own work and
 * a resumed run skips it; the publish group is one PostgreSQL transaction and starts over from `merge`.
 */
export const dag: Dag = [
  {
    task: 'discover',
    description: 'Lists the inbox, archives what is new and skips what was loaded before',
    dependsOn: [],
    timeoutMs: minutes(30),
    retry,
    load: async () => (await import('@/jobs/tasks/discover')).discover,
  },
  {
    task: 'extract',
    description: 'Splits the files into records; malformed ones go to quarantine',
    dependsOn: ['discover'],
    fansOutBy: 'file',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/extract')).extract,
  },
  {
    task: 'validate',
    description: 'Casts every column to its type and applies the row rules',
    dependsOn: ['extract'],
    fansOutBy: 'entity',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/validate')).validate,
  },
  {
    task: 'conform',
    description: 'Removes duplicates, resolves references, builds versions and prices orders',
    dependsOn: ['validate'],
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/conform')).conform,
  },
  {
    task: 'load',
    description: 'Copies the final rows to PostgreSQL, beside the warehouse',
    dependsOn: ['conform'],
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/load')).load,
  },
  {
    task: 'merge',
    description: 'Moves the copied rows into dimensions and facts',
    dependsOn: ['load'],
    timeoutMs: minutes(60),
    retry,
    group: 'publish',
    load: async () => (await import('@/jobs/tasks/merge')).merge,
  },
  {
    task: 'aggregate',
    description: 'Rebuilds the marts of the days and keys that changed',
    dependsOn: ['merge'],
    fansOutBy: 'mart',
    timeoutMs: minutes(60),
    retry,
    group: 'publish',
    load: async () => (await import('@/jobs/tasks/aggregate')).aggregate,
  },
  {
    task: 'check',
    description: 'Runs the quality checks; a blocking one that fails stops the publish',
    dependsOn: ['aggregate'],
    timeoutMs: minutes(30),
    retry,
    group: 'publish',
    load: async () => (await import('@/jobs/tasks/check')).check,
  },
  {
    task: 'publish',
    description: 'Settles the books of every file and makes the new load visible',
    dependsOn: ['check'],
    timeoutMs: minutes(10),
    retry,
    group: 'publish',
    load: async () => (await import('@/jobs/tasks/publish')).publish,
  },
]

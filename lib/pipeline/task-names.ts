/** The tasks of a run in order of execution. */
export const TASK_NAMES = [
  'discover',
  'extract',
  'validate',
  'conform',
  'load',
  'merge',
  'aggregate',
  'check',
  'publish',
] as const
export type TaskName = (typeof TASK_NAMES)[number]

import type { Env } from '@/lib/core/env'
import { StoreroomError } from '@/lib/core/errors'
import type { Queryable } from '@/lib/db/pool'
import type { HealthResult } from '@/lib/pipeline/states'
import type { TaskRow } from './task-store'

export interface HealthContext {
  inboxDir: string
  reloadFileIds?: readonly number[]
  env: Env
  db: Queryable
  /** Some tasks are done already: what they needed is not needed any more. */
  resuming: boolean
}

/** Something that must be right before the first task. */
export interface HealthCheck {
  name: string
  /** @returns what was found, for people. @throws StoreroomError with what to do */
  look(context: HealthContext): Promise<string>
}

interface Options {
  run: { id: number; inboxDir: string; reloadFileIds?: readonly number[] }
  env: Env
  books: Queryable
}

/**
 * Looks at everything, keeps what was found with the run, and refuses the run when something is wrong.
 * @throws what the first failed check threw
 */
export async function checkHealth(
  checks: readonly HealthCheck[],
  tasks: readonly TaskRow[],
  { run, env, books }: Options,
): Promise<void> {
  if (checks.length === 0) return
  const context: HealthContext = {
    inboxDir: run.inboxDir,
    reloadFileIds: run.reloadFileIds,
    env,
    db: books,
    resuming: tasks.some((task) => task.status === 'succeeded'),
  }
  const errors: unknown[] = []
  const results: HealthResult[] = []
  for (const { name, look } of checks) {
    try {
      results.push({ name, ok: true, detail: await look(context) })
    } catch (error) {
      // Only what a check says on purpose is a finding; anything else is a failure as of any task.
      if (!(error instanceof StoreroomError)) throw error
      errors.push(error)
      results.push({ name, ok: false, detail: error.message })
    }
  }
  await books.query('update pipeline.runs set health = $2::jsonb where id = $1', [
    run.id,
    JSON.stringify(results),
  ])
  if (errors.length > 0) throw errors[0]
}

import { StoreroomError } from '@/lib/core/errors'

/** A rule or channel cannot be saved as it was sent. */
export class AlertError extends StoreroomError {}

/** Turns a unique violation on the name into a message for the admin; any other error is given back. */
export function nameTaken(error: unknown, what: 'rule' | 'channel', name: string): unknown {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code !== '23505') return error
  return new AlertError('name_taken', `There is a ${what} named “${name}” already.`, {
    whatToDo: 'Choose another name.',
    cause: error,
  })
}

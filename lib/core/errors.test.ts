import { expect, describe as group, test } from 'vitest'
import { DatabaseError, describe, StoreroomError, toJson } from './errors'
import { maskAddresses } from './log'

group('errors', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'runs_pkey' })
  const error = new DatabaseError('insert_failed', 'The run could not be saved.', {
    cause,
    context: { runId: 7 },
    whatToDo: 'Try again.',
  })

  test('keep class, code, context and cause when stored', () => {
    expect(error).toBeInstanceOf(StoreroomError)
    expect(toJson(error)).toMatchObject({
      name: 'DatabaseError',
      code: 'insert_failed',
      context: { runId: 7 },
      whatToDo: 'Try again.',
      cause: { code: '23505', context: { constraint: 'runs_pkey' } },
    })
  })

  test('survive a loop of causes and things that are no errors', () => {
    const loop = new Error('loop')
    loop.cause = loop
    expect(() => JSON.stringify(toJson(loop))).not.toThrow()
    expect(toJson('plain text')).toMatchObject({ message: 'plain text' })
  })

  test('are described with their cause and what to do', () => {
    expect(describe(error)).toBe(
      'The run could not be saved.\n  because: duplicate key\n  What to do: Try again.',
    )
  })
})

test('passwords in addresses are masked in log lines', () => {
  expect(maskAddresses('at postgresql://me:s3cret@host:5432/db and redis://:x@h')).toBe(
    'at postgresql://me:[redacted]@host:5432/db and redis://:[redacted]@h',
  )
})

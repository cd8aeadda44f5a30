/** What can be stored as JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface ErrorDetails {
  /** Facts for whoever looks into it: ids, names, counts. Never secrets. */
  context?: { [key: string]: Json }
  /** One sentence for the person in front of the screen. */
  whatToDo?: string
  cause?: unknown
}

/**
 * Base of every error Storeroom raises on purpose. `code` is stable and snake_case;
 * retries, exit codes and alerts are decided by class and code, never by the message.
 */
export class StoreroomError extends Error {
  readonly code: string
  readonly context: { [key: string]: Json }
  readonly whatToDo: string | undefined

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = new.target.name
    this.code = code
    this.context = details.context ?? {}
    this.whatToDo = details.whatToDo
  }
}

/** An environment variable has a value that cannot be used. */
export class EnvError extends StoreroomError {}
/** A source file cannot be read at all (missing, truncated, not text). */
export class SourceError extends StoreroomError {}
/** A file is readable but not what the source contract asks for. */
export class ContractError extends StoreroomError {}
/** A row refers to something that is not there (yet). */
export class ReferenceMissingError extends StoreroomError {}
/** A blocking check found offending rows. */
export class QualityError extends StoreroomError {}
/** PostgreSQL refused or could not be reached. */
export class DatabaseError extends StoreroomError {}
/** Redis refused or could not be reached. */
export class CacheError extends StoreroomError {}
/** Something took longer than it may. */
export class TimeoutError_ extends StoreroomError {
  override readonly name = 'TimeoutError'
}
/** Somebody asked for it to stop. */
export class CancelledError extends StoreroomError {}
/** Something outside (a mail server, a webhook) refused or could not be reached. */
export class ServiceError extends StoreroomError {}
/** It failed so often lately that it is not even asked for a while. */
export class CircuitOpenError extends ServiceError {}
/** The start of the application, or of a server it needs, failed. */
export class StartError extends StoreroomError {}
/** A mistake in Storeroom itself. */
export class InternalError extends StoreroomError {}

/** An error as it is stored with a run or task and shown on the pipeline page. */
export type ErrorJson = {
  name: string
  message: string
  code?: string
  whatToDo?: string
  context?: { [key: string]: Json }
  stack?: string
  cause?: ErrorJson
}

/** Fields of a PostgreSQL error that say where it happened. */
const POSTGRES_FIELDS = [
  'code',
  'detail',
  'hint',
  'schema',
  'table',
  'column',
  'constraint',
  'where',
] as const

/** Serialises anything thrown, with its causes (at most five deep). */
export function toJson(error: unknown, depth = 0): ErrorJson {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: String(error) }
  const json: ErrorJson = { name: error.name, message: error.message }
  if (error instanceof StoreroomError) {
    json.code = error.code
    if (error.whatToDo) json.whatToDo = error.whatToDo
    if (Object.keys(error.context).length > 0) json.context = error.context
  } else {
    const fields = pick(error, POSTGRES_FIELDS)
    if (fields.code) json.code = fields.code
    if (Object.keys(fields).length > 0) json.context = fields
  }
  if (error.stack && depth === 0) json.stack = error.stack
  if (error.cause !== undefined && depth < 5) json.cause = toJson(error.cause, depth + 1)
  return json
}

/** An error as the lines a person reads in the terminal: message, cause, what to do. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const lines = [error.message || error.name]
  for (
    let cause = error.cause, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth++
  ) {
    if (cause.message && !lines.some((line) => line.includes(cause.message)))
      lines.push(`  because: ${cause.message}`)
  }
  if (error instanceof StoreroomError && error.whatToDo) lines.push(`  What to do: ${error.whatToDo}`)
  return lines.join('\n')
}

function pick(source: object, names: readonly string[]): { [key: string]: string } {
  const found: { [key: string]: string } = {}
  for (const name of names) {
    const value: unknown = Reflect.get(source, name)
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

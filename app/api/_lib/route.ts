import { z } from 'zod'
import { AlertError } from '@/lib/alerts/alert-error'
import { SealError } from '@/lib/alerts/channels/seal'
import { type ApiCaller, apiCaller } from '@/lib/auth/caller'
import { CancelledError, ContractError, SourceError, StoreroomError, TimeoutError_ } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { QueryError } from '@/lib/metrics/query-error'
import { InboxError } from '@/lib/pipeline/inbox/save-upload'
import { QuarantineConflict } from '@/lib/pipeline/quarantine/change-entries'

/** A request that cannot be answered, with the status to say so. */
export class ApiError extends StoreroomError {
  constructor(
    readonly status: number,
    code: string,
    message: string,
    whatToDo: string,
  ) {
    super(code, message, { whatToDo })
  }
}

export interface RouteContext<P> {
  request: Request
  url: URL
  params: P
  caller: ApiCaller
}

type Handler<P> = (context: RouteContext<P>) => Promise<Response>

/**
 * A route handler: checks who calls, gives the handler what it needs, and turns whatever it throws
 * into JSON of one shape. Nobody but a signed-in user or the API token gets past it.
 */
export function route<P = unknown>(needs: { admin?: boolean }, handle: Handler<P>) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const checked = await apiCaller(request, needs)
      if (!checked.ok) {
        const { status, ...refusal } = checked.refusal
        return Response.json({ error: refusal }, { status })
      }
      const params = await context.params
      return await handle({ request, url: new URL(request.url), params, caller: checked.caller })
    } catch (error) {
      return errorResponse(error)
    }
  }
}

/** `{"error": {code, message, whatToDo}}` for anything thrown; what nobody foresaw is logged, not told. */
export function errorResponse(error: unknown): Response {
  if (error instanceof ApiError) return problem(error.status, error.code, error.message, error.whatToDo)
  if (error instanceof z.ZodError) {
    return problem(400, 'bad_request', z.prettifyError(error), 'Correct the parameters and ask again.')
  }
  if (isDatabaseDown(error)) {
    log.error({ err: error }, 'the database did not answer an API request')
    return problem(
      503,
      'database_unavailable',
      'The database does not answer.',
      'Try again in a moment; if it stays so, look at the server’s log and `npm start`.',
    )
  }
  const told = TOLD.find(([kind]) => error instanceof kind)
  if (told && error instanceof StoreroomError) {
    return problem(told[1], error.code, error.message, error.whatToDo ?? '')
  }
  log.error({ err: error }, 'an API request failed')
  return problem(
    500,
    'internal_error',
    'Storeroom failed to answer.',
    'Look at the server’s log for the reason.',
  )
}

/** Reads the query string by a schema; a parameter that is there twice counts once. */
export function parseSearch<T>(schema: z.ZodType<T>, url: URL): T {
  return schema.parse(Object.fromEntries([...url.searchParams].filter(([, value]) => value !== '')))
}

/**
 * Reads the body as JSON by a schema; no body is `{}`.
 * @throws ApiError for what is no JSON, ZodError for what the schema does not take
 */
export async function parseBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const text = await request.text()
  if (text.trim() === '') return schema.parse({})
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new ApiError(400, 'not_json', 'The body is not JSON.', 'Send one JSON object, or no body at all.')
  }
  return schema.parse(body)
}

export function problem(status: number, code: string, message: string, whatToDo?: string): Response {
  return Response.json({ error: { code, message, whatToDo } }, { status })
}

/** Errors of the library whose message is meant for the caller, with their status. */
const TOLD = [
  [QueryError, 400],
  [ContractError, 422],
  [SourceError, 422],
  [CancelledError, 409],
  [QuarantineConflict, 409],
  [TimeoutError_, 504],
  [InboxError, 507],
  [AlertError, 422],
  [SealError, 409],
] as const

const DOWN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
])

function isDatabaseDown(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const code: unknown = Reflect.get(cause, 'code')
    if (typeof code === 'string' && DOWN.has(code)) return true
    if (/Connection terminated|timeout exceeded when trying to connect/.test(cause.message)) return true
    // A refused connection to both ::1 and 127.0.0.1 comes as one AggregateError.
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseDown)) return true
  }
  return false
}

import { z } from 'zod'
import { ApiError } from './route'

/** Reads a JSON body by a schema. @throws ApiError or ZodError, both answer 400 */
export async function parseBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const body: unknown = await request.json().catch(() => {
    throw new ApiError(400, 'bad_json', 'The body is not JSON.', 'Send what docs/api.md describes, as JSON.')
  })
  return schema.parse(body)
}

const idSchema = z.coerce.number('It is named by its number.').int().min(1).max(Number.MAX_SAFE_INTEGER)

/** The number of a thing from the address. @throws ZodError, which answers 400 */
export function parseId(text: string): number {
  return idSchema.parse(text)
}

/** The answer for what is not there. */
export function notThere(what: string, id: number, list: string): ApiError {
  return new ApiError(404, `no_such_${what}`, `There is no ${what} ${id}.`, `GET ${list} lists them.`)
}

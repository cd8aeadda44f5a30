import { z } from 'zod'

const refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    whatToDo: z.string().optional(),
    problems: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
})

export type JsonAnswer<T> =
  | { ok: true; body: T }
  | {
      ok: false
      code: string
      message: string
      whatToDo: string
      problems: { field: string; message: string }[]
    }

/** Sends JSON to our own API; a refusal comes back as what to show, never as an exception. */
export async function sendJson<T>(
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<JsonAnswer<T>> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    return refused('unreachable', 'Storeroom does not answer.', 'Check that it runs, then try again.')
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return { ok: true, body: schema.parse(answer) }
  const known = refusal.safeParse(answer)
  if (!known.success)
    return refused('unknown', `The server answered ${response.status}.`, 'Its log has the reason.')
  const { code, message, whatToDo = '', problems = [] } = known.data.error
  return { ok: false, code, message, whatToDo, problems }
}

function refused(code: string, message: string, whatToDo: string) {
  return { ok: false as const, code, message, whatToDo, problems: [] }
}

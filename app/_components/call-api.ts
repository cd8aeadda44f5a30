import { z } from 'zod'

const refusal = z.object({
  error: z.object({
    code: z.string().default('unknown'),
    message: z.string(),
    whatToDo: z.string().default(''),
    problems: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
  }),
})

/** What our own API answered: what was asked for, or why not and what would be right. */
export type Answer<T> =
  | { ok: true; body: T }
  | {
      ok: false
      code: string
      message: string
      whatToDo: string
      /** Message and what to do, as one text to show. */
      problem: string
      /** By field, where fields are wrong. */
      problems: { field: string; message: string }[]
    }

/** Sends JSON to our own API. A refusal comes back as what to show, never as an exception. */
export async function callApi<T = unknown>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  schema?: z.ZodType<T>,
): Promise<Answer<T>> {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let response: Response
  try {
    response = await fetch(path, { method, ...json })
  } catch {
    return refused('unreachable', 'Storeroom does not answer.', 'Check that it runs, then try again.')
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return { ok: true, body: schema ? schema.parse(answer) : (answer as T) }
  const known = refusal.safeParse(answer)
  if (!known.success)
    return refused('unknown', `The server answered ${response.status}.`, 'Its log has the reason.')
  const { code, message, whatToDo, problems } = known.data.error
  // What zod found is a list that says what to do already.
  return message.startsWith('✖')
    ? refused(code, message.replaceAll('✖ ', ''), '', problems)
    : refused(code, message, whatToDo, problems)
}

function refused(
  code: string,
  message: string,
  whatToDo: string,
  problems: { field: string; message: string }[] = [],
) {
  return { ok: false as const, code, message, whatToDo, problem: `${message} ${whatToDo}`.trim(), problems }
}

import { z } from 'zod'

const refusal = z.object({ error: z.object({ message: z.string(), whatToDo: z.string().optional() }) })

export type Answer = { ok: true; body: unknown } | { ok: false; problem: string }

/** Sends JSON to our own API; a refusal comes back as what it says, never as an exception. */
export async function sendJson(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  } catch {
    return { ok: false, problem: 'Storeroom does not answer. Check that it runs, then try again.' }
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return { ok: true, body: answer }
  const known = refusal.safeParse(answer)
  if (!known.success)
    return { ok: false, problem: `The server answered ${response.status}. Its log has the reason.` }
  const { message, whatToDo = '' } = known.data.error
  // What zod found is a list already.
  return {
    ok: false,
    problem: message.startsWith('✖') ? message.replaceAll('✖ ', '') : `${message} ${whatToDo}`,
  }
}

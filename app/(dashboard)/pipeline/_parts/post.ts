import { z } from 'zod'

const refusal = z.object({ error: z.object({ message: z.string(), whatToDo: z.string().optional() }) })

export type Answer = { ok: true; body: unknown } | { ok: false; message: string; whatToDo: string }

/** Posts to our own API; a refusal comes back as its message, never as an exception. */
export function postToApi(path: string, body?: BodyInit): Promise<Answer> {
  return send(path, { method: 'POST', body })
}

/** The same for a PUT of JSON. */
export function putToApi(path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  return send(path, { method: 'PUT', headers, body: JSON.stringify(body) })
}

async function send(path: string, init: RequestInit): Promise<Answer> {
  try {
    return await readAnswer(await fetch(path, init))
  } catch {
    return {
      ok: false,
      message: 'Storeroom does not answer.',
      whatToDo: 'Check that it runs, then try again.',
    }
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return { ok: true, body }
  const known = refusal.safeParse(body)
  if (known.success)
    return { ok: false, message: known.data.error.message, whatToDo: known.data.error.whatToDo ?? '' }
  return {
    ok: false,
    message: `The server answered ${response.status}.`,
    whatToDo: 'Its log has the reason.',
  }
}

import { z } from 'zod'

/** One file on its way, or what became of it. */
export type SentFile =
  | { kind: 'waiting' }
  | { kind: 'sending'; share: number }
  | { kind: 'taken'; entity: string; unknownColumns: string[] }
  | { kind: 'refused'; message: string; whatToDo: string }

const answer = z.union([
  z.object({
    files: z.tuple([
      z.discriminatedUnion('accepted', [
        z.object({ accepted: z.literal(true), entity: z.string(), unknownColumns: z.array(z.string()) }),
        z.object({ accepted: z.literal(false), message: z.string(), whatToDo: z.string() }),
      ]),
    ]),
  }),
  z.object({ error: z.object({ message: z.string(), whatToDo: z.string().default('') }) }),
])

/** Uploads one file and tells how far it is. Settles when it is answered; never throws. */
export function sendFile(file: File, update: (state: SentFile) => void): Promise<void> {
  return new Promise((resolve) => {
    const end = (state: SentFile) => {
      update(state)
      resolve()
    }
    // fetch does not tell how much of a body is sent.
    const request = new XMLHttpRequest()
    request.upload.onprogress = ({ loaded, total }) =>
      update({ kind: 'sending', share: total ? loaded / total : 0 })
    request.onload = () => end(outcome(request.responseText, request.status))
    request.onerror = () =>
      end({
        kind: 'refused',
        message: 'The upload broke off.',
        whatToDo: 'Check that Storeroom runs, then send the file again.',
      })
    request.open('POST', '/api/pipeline/upload')
    const form = new FormData()
    form.append('file', file)
    update({ kind: 'sending', share: 0 })
    request.send(form)
  })
}

function outcome(text: string, status: number): SentFile {
  const parsed = answer.safeParse(parseJson(text))
  if (!parsed.success) {
    return { kind: 'refused', message: `The server answered ${status}.`, whatToDo: 'Its log has the reason.' }
  }
  if ('error' in parsed.data) return { kind: 'refused', ...parsed.data.error }
  const [file] = parsed.data.files
  if (!file.accepted) return { kind: 'refused', message: file.message, whatToDo: file.whatToDo }
  return { kind: 'taken', entity: file.entity, unknownColumns: file.unknownColumns }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

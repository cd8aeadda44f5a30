import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  to: string[]
  from: string
  /** The message as it came, headers and all. */
  raw: string
  header(name: string): string
}

export interface SmtpReceiver {
  url: string
  mails: Mail[]
  /** Nobody listens any more. */
  stop(): Promise<void>
  /** Listens again on the same port, with nothing in its box, and answers as it did at first. */
  start(): Promise<void>
  /** Answers a message with an error of this code. */
  refuseWith(code: number | undefined): void
  /** Told when a message has come, before it is acknowledged; the answer waits for it. */
  onMail(listener: (() => Promise<void>) | undefined): void
}

/** A mail server on a free port of this machine that keeps what it is sent. */
export async function smtpReceiver(): Promise<SmtpReceiver> {
  const mails: Mail[] = []
  let refusal: number | undefined
  let listener: (() => Promise<void>) | undefined
  let port = 0
  let server: SMTPServer | undefined
  const receiver: SmtpReceiver = {
    url: '',
    mails,
    refuseWith: (code) => {
      refusal = code
    },
    onMail: (next) => {
      listener = next
    },
    start: async () => {
      if (server) return
      refusal = undefined
      listener = undefined
      mails.length = 0
      const made = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS', 'AUTH'],
        closeTimeout: 100,
        onData(stream, session, done) {
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', async () => {
            if (refusal)
              return done(Object.assign(new Error('refused for the test'), { responseCode: refusal }))
            const raw = Buffer.concat(chunks).toString('utf8')
            mails.push({
              to: session.envelope.rcptTo.map(({ address }) => address),
              from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
              raw,
              header: (name) => new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(raw)?.[1] ?? '',
            })
            await listener?.()
            done()
          })
        },
      })
      made.on('error', () => {})
      await new Promise<void>((ready) => made.listen(port, '127.0.0.1', ready))
      port = (made.server.address() as AddressInfo).port
      server = made
      receiver.url = `smtp://127.0.0.1:${port}`
    },
    stop: () =>
      new Promise((stopped) => {
        const closing = server
        server = undefined
        if (closing) closing.close(() => stopped())
        else stopped()
      }),
  }
  await receiver.start()
  return receiver
}

export interface Post {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface HttpReceiver {
  url: string
  posts: Post[]
  /** What it answers from now on. */
  answer(status: number, headers?: Record<string, string>, body?: string): void
  /** Takes requests and answers none. */
  hang(on: boolean): void
  /** As for the mail server. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A web server on a free port of this machine that keeps what is posted to it. */
export async function httpReceiver(): Promise<HttpReceiver> {
  const posts: Post[] = []
  let status = 200
  let extra: Record<string, string> = {}
  let text = 'ok'
  let hanging = false
  let port = 0
  let server: Server | undefined
  const receiver: HttpReceiver = {
    url: '',
    posts,
    answer: (next, headers = {}, body = 'ok') => {
      status = next
      extra = headers
      text = body
    },
    hang: (on) => {
      hanging = on
    },
    start: async () => {
      if (server) return
      receiver.answer(200)
      hanging = false
      posts.length = 0
      const made = createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          posts.push({
            path: request.url ?? '',
            headers: request.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          })
          if (!hanging) response.writeHead(status, extra).end(text)
        })
      })
      await new Promise<void>((ready) => made.listen(port, '127.0.0.1', ready))
      port = (made.address() as AddressInfo).port
      server = made
      receiver.url = `http://127.0.0.1:${port}`
    },
    stop: () =>
      new Promise((stopped) => {
        const closing = server
        server = undefined
        closing?.closeAllConnections()
        if (closing) closing.close(() => stopped())
        else stopped()
      }),
  }
  await receiver.start()
  return receiver
}

import { DatabaseError, StoreroomError } from '@/lib/core/errors'

/**
 * SQLSTATEs worth another attempt: serialisation failure and deadlock (class 40), too many
 * connections and out of memory on the server, a lock that was not to be had.
 */
const POSTGRES = new Set(['40001', '40P01', '53300', '53200', '55P03'])
const NODE = new Set(['EAGAIN', 'EBUSY', 'EMFILE', 'ENFILE', 'ETIMEDOUT'])

/** SQLSTATE classes of a server that went away: connection exception, operator intervention. */
const GONE = /^(08|57P)/
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH'])

/** True when the same work may succeed a moment later on the same connections. */
export function canPass(error: unknown): boolean {
  return codes(error).some((code) => POSTGRES.has(code) || NODE.has(code))
}

/** True when PostgreSQL itself went away: only a new process with new connections helps. */
export function isServerGone(error: unknown): boolean {
  return codes(error).some((code) => GONE.test(code) || UNREACHABLE.has(code))
}

/** The codes of foreign errors in a chain of causes; Storeroom's own are final unless a cause says otherwise. */
function codes(error: unknown): string[] {
  const found: string[] = []
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if (e instanceof StoreroomError && !(e instanceof DatabaseError)) return found
    const code: unknown = Reflect.get(e, 'code')
    if (typeof code === 'string') found.push(code)
  }
  return found
}

import pino from 'pino'
import { toJson } from './errors'

/** Fields whose value is replaced in every log line, at any depth up to two. */
const SECRET_FIELDS = ['password', 'token', 'apiToken', 'adminPassword', 'secret', 'authorization', 'cookie']

const level = process.env.LOG_LEVEL?.trim() || 'info'

/**
 * JSON lines on standard error, so that `--json` answers on standard output stay clean.
 * Addresses with a password in them (postgresql://user:…@host) are masked wherever they appear.
 */
export const log = pino(
  {
    level: level in pino.levels.values || level === 'silent' ? level : 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((f) => [f, `*.${f}`, `*.*.${f}`]), censor: '[redacted]' },
    serializers: { err: toJson, error: toJson },
  },
  { write: (line: string) => void process.stderr.write(maskAddresses(line)) },
)

/** A logger as tasks and helpers take it. */
export type Logger = pino.Logger

/** Replaces the password of every address in a text. */
export function maskAddresses(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s@"]+@/gi, '$1:[redacted]@')
}

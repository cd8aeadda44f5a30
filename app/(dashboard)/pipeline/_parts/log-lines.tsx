import { cn } from '@/app/_components/cn'
import { env } from '@/lib/core/env'
import { formatClock } from '@/lib/core/format'
import type { LogLevel, LogLine } from '@/lib/pipeline/read-log'

const TONE: Record<LogLevel, string> = {
  debug: 'text-ink-3',
  info: 'text-ink-3',
  warn: 'font-medium text-warn',
  error: 'font-medium text-bad',
}

/** Lines of a log: when, how grave, which task, what, and behind it what else the line carried. */
export function LogLines({ lines, withTask }: { lines: LogLine[]; withTask: boolean }) {
  const { storeTimezone } = env()
  return (
    <section
      aria-label="Lines of the log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
      tabIndex={0}
      className="max-h-[420px] overflow-auto rounded-[6px] border border-line-soft bg-line-soft/40"
    >
      <ol className="min-w-[520px] py-1 font-mono text-xs leading-[19px]">
        {lines.map((line) => (
          <li
            key={line.id}
            className={cn('flex items-baseline gap-2.5 px-2.5', line.level === 'error' && 'bg-bad/10')}
          >
            <time dateTime={line.at.toISOString()} className="shrink-0 text-ink-3 tabular-nums">
              {formatClock(line.at, storeTimezone)}
            </time>
            <span className={cn('w-10 shrink-0', TONE[line.level])}>{line.level}</span>
            {withTask && <span className="w-[76px] shrink-0 truncate text-ink-2">{line.task ?? ''}</span>}
            <Said line={line} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Said({ line: { message, detail } }: { line: LogLine }) {
  if (!detail || Object.keys(detail).length === 0) {
    return <span className="min-w-0 whitespace-pre-wrap break-words">{message}</span>
  }
  return (
    <details className="min-w-0 flex-1">
      <summary className="cursor-pointer break-words">
        {message} <span className="text-ink-3">{inline(detail)}</span>
      </summary>
      <pre className="my-1 max-h-72 overflow-auto whitespace-pre-wrap break-all rounded-[6px] bg-panel p-2">
        {JSON.stringify(detail, null, 2)}
      </pre>
    </details>
  )
}

/** The short figures of a line, beside its message: `rows=13758 seconds=1.2`. */
function inline(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => typeof value === 'number' || (typeof value === 'string' && value.length <= 40))
    .map(([name, value]) => `${name}=${typeof value === 'number' ? Number(value.toFixed(3)) : value}`)
    .join(' ')
}

import { createTask, parse, type ScheduledTask } from 'node-cron'

/** Missed ticks are looked for this far back. */
const LOOK_BACK_MS = 8 * 24 * 3_600_000
const MINUTE = 60_000

/** The next tick of a cron expression in a time zone; undefined when it never comes due (31 February). */
export function nextTick(cron: string, timeZone: string): Date | undefined {
  return withTask(cron, timeZone, (task) => {
    try {
      return task.getNextRuns(1)[0]
    } catch {
      return undefined
    }
  })
}

/** The last tick after `after` and up to `now`, at most eight days back. */
export async function lastTick(
  cron: string,
  timeZone: string,
  after: Date,
  now: Date,
): Promise<Date | undefined> {
  const second = Math.max(0, ...parse(cron).second) * 1_000
  const from = Math.max(after.getTime(), now.getTime() - LOOK_BACK_MS)
  const task = createTask(cron, () => {}, { timezone: timeZone, name: `ticks ${crypto.randomUUID()}` })
  try {
    let minute = Math.floor(now.getTime() / MINUTE) * MINUTE
    for (let looked = 1; minute + MINUTE > from; minute -= MINUTE, looked++) {
      const at = new Date(minute + second)
      if (at > now || at.getTime() <= from) continue
      if (task.match(at)) return at
      // 55 µs each: a week takes half a second, which others should not have to wait for.
      if (looked % 200 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    return undefined
  } finally {
    void task.destroy()
  }
}

function withTask<T>(cron: string, timeZone: string, use: (task: ScheduledTask) => T): T {
  const task = createTask(cron, () => {}, { timezone: timeZone, name: `ticks ${crypto.randomUUID()}` })
  try {
    return use(task)
  } finally {
    void task.destroy()
  }
}

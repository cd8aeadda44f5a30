import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '@/lib/core/errors'

/** A process as it can be told from a later one with the same id (Linux; elsewhere the id alone). */
export function processMark(pid: number): string | undefined {
  try {
    // Field 22 of /proc/PID/stat is the start time; the name before it may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid}-${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    try {
      process.kill(pid, 0)
      return process.platform === 'linux' ? undefined : String(pid)
    } catch {
      return undefined
    }
  }
}

/** Is the process that made this mark still alive? */
export function isAlive(mark: string): boolean {
  return processMark(Number(mark.split('-')[0])) === mark
}

/**
 * Runs `work` while no other process holds the same folder. A holder that died is noticed
 * and its lock taken over; a living one is waited for.
 */
export async function withFileLock<T>(folder: string, work: () => Promise<T>, waitMs = 90_000): Promise<T> {
  const until = Date.now() + waitMs
  const owner = join(folder, 'owner')
  while (!tryMake(folder)) {
    if (isStale(folder, owner)) rmSync(folder, { recursive: true, force: true })
    else if (Date.now() > until) {
      throw new StartError(
        'lock_held',
        `Another process has held ${folder} for ${Math.round(waitMs / 1000)} s.`,
        {
          whatToDo: 'Stop the other start, or remove that folder if there is none.',
        },
      )
    } else await sleep(50)
  }
  writeFileSync(owner, processMark(process.pid) ?? String(process.pid))
  try {
    return await work()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tryMake(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isStale(folder: string, owner: string): boolean {
  try {
    return !isAlive(readFileSync(owner, 'utf8'))
  } catch {
    // Between mkdir and the writing of the owner's mark there are microseconds, not seconds.
    try {
      return Date.now() - statSync(folder).mtimeMs > 5_000
    } catch {
      return false
    }
  }
}

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { log } from '@/lib/core/log'

/** Folders of failed runs are kept this long, to look into them. */
const KEEP_MS = 7 * 24 * 3_600_000

/** The folder of a run. */
export function runFolder(home: string, runId: number): string {
  return join(home, 'runs', String(runId))
}

/**
 * Makes the run's folder. `fresh` is false only when a former process of this run made it on this
 * machine: else what that process finished is not here, and the run starts from the beginning.
 */
export async function openRunFolder(
  home: string,
  runId: number,
): Promise<{ folder: string; fresh: boolean }> {
  const folder = runFolder(home, runId)
  const marker = join(folder, 'run.json')
  if (existsSync(marker)) return { folder, fresh: false }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(marker, JSON.stringify({ run: runId, createdAt: new Date() }))
  return { folder, fresh: true }
}

/**
 * Ends a former process of the run that still holds its folder: one that was stopped (SIGSTOP) together with its
 * worker notices nothing, and keeps the DuckDB file. Then notes this process in its place.
 */
export async function replaceFormerProcess(folder: string, runId: number): Promise<void> {
  const file = join(folder, 'process')
  const [host, pid] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
  if (host === hostname() && Number(pid) > 1 && Number(pid) !== process.pid) {
    // The number may be another program's by now.
    const command = await readFile(`/proc/${Number(pid)}/cmdline`, 'utf8').catch(() => '')
    if (command.includes('tsx') && command.split(/[\0 ]/).includes(String(runId))) {
      log.warn({ runId, pid: Number(pid) }, 'a former process of the run was still there and is ended')
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }
  }
  await writeFile(file, `${hostname()} ${process.pid}`)
}

export async function removeRunFolder(home: string, runId: number): Promise<void> {
  await rm(runFolder(home, runId), { recursive: true, force: true })
}

/** Removes what failed runs left a week ago. `now` in milliseconds. */
export async function pruneRunFolders(home: string, now: number): Promise<void> {
  const root = join(home, 'runs')
  for (const name of await readdir(root).catch(() => [])) {
    const folder = join(root, name)
    const age = await stat(folder).then(
      (s) => now - s.mtimeMs,
      () => 0,
    )
    if (age > KEEP_MS) await rm(folder, { recursive: true, force: true })
  }
}

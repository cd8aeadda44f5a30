import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const folder = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const cache = new Map<string, string>()

/** The text of `jobs/sql/<name>.sql`. */
export function sqlFile(name: string): string {
  const known = cache.get(name)
  if (known !== undefined) return known
  const text = readFileSync(join(folder, `${name}.sql`), 'utf8')
  cache.set(name, text)
  return text
}

/** Names of the SQL files in `jobs/sql/<layer>`, sorted, without ending. */
export function sqlFiles(layer: string): string[] {
  return readdirSync(join(folder, layer))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => basename(file, '.sql'))
    .sort()
}

import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '@/lib/core/errors'

/**
 * The secret that signs session cookies, kept in `home` with rights for its owner only. Made once:
 * it is written aside and linked into place, so two processes that start together agree on one.
 */
export async function storedSecret(home: string): Promise<string> {
  const path = join(home, 'auth-secret')
  const stored = await read(path)
  if (stored) return stored
  await mkdir(home, { recursive: true })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  const made = await read(path)
  if (made) return made
  throw new StartError('auth_secret', `The sign-in secret in ${path} is empty.`, {
    whatToDo: 'Delete the file and start again; everyone signs in once more.',
  })
}

async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

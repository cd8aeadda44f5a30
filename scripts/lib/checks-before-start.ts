import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs'
import { get } from 'node:http'
import type { Env } from '@/lib/core/env'
import { StartError } from '@/lib/core/errors'
import { isPortFree } from './ports'

const NEEDED_MB = 500

/** Everything that can be known to be wrong before anything is started. @throws StartError */
export async function checkBeforeStart(env: Env): Promise<void> {
  checkHome(env.home)
  if (await isPortFree(env.port)) return
  if (await isStoreroom(env.port)) {
    throw new StartError('already_running', `Storeroom is already running at http://localhost:${env.port}`, {
      whatToDo: 'Use that one, or stop it (Ctrl-C in its terminal) before starting it again.',
    })
  }
  throw new StartError('port_taken', `Port ${env.port} is used by another program.`, {
    whatToDo: `Start on another port: PORT=${env.port + 1} npm start`,
  })
}

function checkHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true })
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new StartError('home_not_writable', `The folder ${home} cannot be written.`, {
      whatToDo: 'Set STOREROOM_HOME to a folder of yours, or start as the user the folder belongs to.',
      cause,
    })
  }
  const { bavail, bsize } = statfsSync(home)
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  if (free >= NEEDED_MB) return
  throw new StartError(
    'disk_full',
    `The disk of ${home} has ${free} MB left; Storeroom needs ${NEEDED_MB} MB.`,
    {
      whatToDo: 'Free some space, or set STOREROOM_HOME to a folder on another disk.',
    },
  )
}

/** Is it a Storeroom that answers on this port? Whatever else listens may hang up, stay silent or answer anything. */
function isStoreroom(port: number): Promise<boolean> {
  return new Promise((settle) => {
    let text = ''
    const request = get({ host: '127.0.0.1', port, path: '/api/health', timeout: 2_000 }, (answer) => {
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => settle(false))
    // Comes last, whether the answer was complete, cut or never there.
    request.on('close', () => settle(/"status"/.test(text) && /"database"/.test(text)))
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The application's start as a child process whose output can be waited for. */
export class StartedApp {
  output = ''
  readonly exited: Promise<number>
  readonly #child: ChildProcess

  /** Through `npm start`, as people do it, or without npm, so that signals go to the starter itself. */
  constructor(env: Record<string, string>, through: 'npm' | 'node' = 'node') {
    const inherited = { ...process.env }
    // What the test runner sets for its own tests is not the application's.
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'NODE_ENV', 'LOG_LEVEL']) delete inherited[name]
    const [program, args] =
      through === 'npm' ? ['npm', ['start']] : [process.execPath, ['scripts/run.mjs', 'scripts/start.ts']]
    this.#child = spawn(program, args, {
      env: { ...inherited, STOREROOM_DEMO: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString('utf8')
    }
    this.#child.stdout?.on('data', collect)
    this.#child.stderr?.on('data', collect)
    this.exited = new Promise((done) => this.#child.once('exit', (code) => done(code ?? -1)))
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until the output matches; throws with the output when it ends or takes too long. */
  async says(pattern: RegExp, timeoutMs = 120_000): Promise<void> {
    const until = Date.now() + timeoutMs
    let ended = false
    void this.exited.then(() => {
      ended = true
    })
    while (!pattern.test(this.output)) {
      if (ended || Date.now() > until) throw new Error(`It never said ${pattern}:\n${this.output}`)
      await sleep(50)
    }
  }
}

/** Command lines of living processes that belong to a home folder: by argument or by environment. */
export function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      // Ended ones that nobody has waited for yet (zombies) have an empty command line.
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
      const belongs =
        command.includes(home) || read(`/proc/${pid}/environ`).includes(`STOREROOM_HOME=${home}\0`)
      return command && belongs ? [`${pid} ${command}`] : []
    })
}

/** Waits until no process of the home folder is left and returns those that stay. */
export async function leftOver(home: string, timeoutMs = 20_000): Promise<string[]> {
  const until = Date.now() + timeoutMs
  while (processesOf(home).length > 0 && Date.now() < until) await sleep(100)
  return processesOf(home)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

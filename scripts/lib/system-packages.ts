import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Programs the tests use besides Node: what to look for, and Debian's package. */
const PROGRAMS = [
  {
    names: ['redis-server', 'valkey-server'],
    package: 'redis-server',
    without: 'the tests against a real Redis',
  },
  {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    without: 'the browser tests',
  },
  { names: ['docker-compose'], package: 'docker-compose', without: 'the check of docker-compose.yml' },
]

/** Full path of the first of these programs that the machine has. */
export function findProgram(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean)
  return names
    .flatMap((name) => folders.map((folder) => `${folder}/${name}`))
    .find((path) => existsSync(path))
}

/**
 * Installs what is missing, as root on Debian; elsewhere says what to install and which tests
 * are left out without it.
 */
export function installTestPrograms(say: (text: string) => void): void {
  const missing = PROGRAMS.filter(({ names }) => !findProgram(names))
  if (missing.length === 0) return
  const packages = missing.map((program) => program.package)
  if (process.getuid?.() === 0 && findProgram(['apt-get'])) {
    say(`• Installing ${packages.join(', ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args: string[]) =>
      spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 2], env })
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...packages)
  }
  for (const program of missing.filter(({ names }) => !findProgram(names))) {
    say(
      `! ${program.names[0]} is not installed: ${program.without} are skipped. On Debian: apt-get install ${program.package}`,
    )
  }
}

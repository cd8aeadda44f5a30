// Runs one of the project's TypeScript programs, also in a clone where nothing is installed
// yet: `node scripts/run.mjs scripts/start.ts …`. Plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [target, ...args] = process.argv.slice(2)

/** Prints one step with the time it took, on standard error: `--json` answers stay clean. */
function step(what, work) {
  const began = Date.now()
  process.stderr.write(`• ${what} …\n`)
  work()
  process.stderr.write(`✓ ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
}

function stop(message, whatToDo) {
  process.stderr.write(`✗ ${message}\n  What to do: ${whatToDo}\n`)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  stop(
    `Storeroom needs Node 20.19 or newer, this is ${process.versions.node}.`,
    'Install Node 20, 22 or 24 (https://nodejs.org) and try again.',
  )
}

/** Is every package of the lock file installed in its version? Test tools count for tests only. */
function packagesAreInstalled(withTestTools) {
  const installedList = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedList)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true
    if (entry.dev && !withTestTools) return true
    return installed[path]?.version === entry.version
  })
}

function installPackages() {
  if (packagesAreInstalled(target === 'scripts/test.ts')) return
  const fresh = !existsSync(join(root, 'node_modules', '.package-lock.json'))
  step(fresh ? 'Installing packages' : 'Updating packages', () => {
    // As the lock file says, and it stays as it is. Nothing here needs its packages' install
    // scripts; Prisma's would download an engine.
    const flags = [
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--loglevel=error',
    ]
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
    const [program, ...first] = [...npm, fresh ? 'ci' : 'install', ...flags]
    const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }
    if (spawnSync(program, first, options).status === 0) return
    stop(
      'npm could not install the packages (its message is above).',
      'Check the network, the npm registry settings and the space on the disk, then try again.',
    )
  })
}

/** The Prisma client is generated code and not committed: made when missing or older than its schema. */
function generateClient() {
  const schema = readFileSync(join(root, 'prisma', 'schema.prisma'))
  const require = createRequire(join(root, 'package.json'))
  const version = require('prisma/package.json').version
  const wanted = createHash('sha256').update(version).update(schema).digest('hex')
  const stamp = join(root, 'node_modules', '.cache', 'storeroom', 'prisma-client')
  const made = existsSync(join(root, 'lib', 'db', 'generated', 'client.ts'))
  if (made && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  step('Generating the database client', () => {
    // Any existing file will do as engine: it is not needed here, only looked for (and downloaded).
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    }
    const cli = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js')
    const done = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
      cwd: root,
      env,
      encoding: 'utf8',
    })
    if (done.status !== 0)
      stop(
        `Prisma could not generate its client.\n${done.stdout}${done.stderr}`,
        'Correct prisma/schema.prisma.',
      )
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, wanted)
  })
}

if (!target || !existsSync(resolve(root, target)))
  stop(`There is no program ${target ?? '(none named)'}.`, 'See the scripts in package.json.')
checkNode()
installPackages()
generateClient()

const program = resolve(root, target)
process.argv = [process.argv[0], program, ...args]
const { register } = await import('tsx/esm/api')
register()
await import(pathToFileURL(program).href)

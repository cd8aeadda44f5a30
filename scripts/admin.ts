import { parseArgs } from 'node:util'
import { AccountError, addAccount, listAccounts, parseRole, resetPassword } from '@/lib/auth/accounts'
import { describe } from '@/lib/core/errors'
import { withDatabase } from './lib/with-database'

const USAGE = `Usage:
  npm run admin -- list                                 who may sign in
  npm run admin -- add --email E --role viewer|admin    a new account, or another role for one
  npm run admin -- reset [--email E]                    a new password (default: the first admin); ends its sessions`

async function main(argv: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { email: { type: 'string' }, role: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  const [command] = positionals
  if (values.help) return print(USAGE)
  if (command === 'list') return withDatabase(list)
  if (command === 'reset') return withDatabase(() => reset(values.email))
  if (command === 'add') {
    const { email, role } = values
    if (!email || !role)
      throw new AccountError('missing_option', 'add takes --email and --role.', { whatToDo: USAGE })
    const parsed = parseRole(role)
    return withDatabase(() => add(email, parsed))
  }
  throw new AccountError(
    'unknown_command',
    command ? `There is no command "${command}".` : 'Which command?',
    {
      whatToDo: USAGE,
    },
  )
}

async function list() {
  const accounts = await listAccounts()
  if (accounts.length === 0) return print('Nobody may sign in yet. npm start makes the first admin.')
  const width = Math.max(...accounts.map((account) => account.email.length))
  for (const { email, role, lastSignIn } of accounts) {
    print(
      `${email.padEnd(width)}  ${role.padEnd(6)}  ${lastSignIn ? `signed in ${lastSignIn.toISOString()}` : '–'}`,
    )
  }
}

async function add(emailText: string, role: 'viewer' | 'admin') {
  const { email, password } = await addAccount(emailText, role)
  print(
    password ? `${email} may sign in as ${role} with the password\n${password}` : `${email} is ${role} now.`,
  )
}

async function reset(emailText: string | undefined) {
  const { email, password } = await resetPassword(emailText)
  print(`${email} signs in with the new password\n${password}\nIts sessions have ended.`)
}

function print(text: string) {
  process.stdout.write(`${text}\n`)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}

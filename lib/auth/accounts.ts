import { randomInt, randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { env } from '@/lib/core/env'
import { StoreroomError } from '@/lib/core/errors'
import { prisma } from '@/lib/db/prisma'
import { clearAttempts } from './rate-limit'
import { type Role, roles } from './read-session'

/** An account cannot be made or changed as asked. */
export class AccountError extends StoreroomError {}

export interface AccountSummary {
  email: string
  role: Role
  createdAt: Date
  /** Start of the latest session that has not ended. */
  lastSignIn: Date | null
}

const normalised = z.email().transform((email) => email.toLowerCase())

/**
 * Makes sure somebody can sign in: without any admin, ADMIN_EMAIL becomes one with ADMIN_PASSWORD
 * or a password made here. The password is returned only then, this once.
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password?: string }> {
  const { adminEmail, adminPassword } = env()
  const email = parseEmail(adminEmail)
  const existing = await prisma().user.findFirst({ where: { role: 'admin' }, orderBy: { createdAt: 'asc' } })
  if (existing) return { email: existing.email }
  const password = adminPassword ?? generatePassword()
  await setAccount(email, 'admin', password)
  return adminPassword ? { email } : { email, password }
}

/**
 * Gives `email` a role; an account that does not exist is made with a new password, which is returned.
 * @throws AccountError when the last admin would be lost
 */
export async function addAccount(
  emailText: string,
  role: Role,
): Promise<{ email: string; password?: string }> {
  const email = parseEmail(emailText)
  const existing = await prisma().user.findUnique({ where: { email } })
  if (!existing) {
    const password = generatePassword()
    await setAccount(email, role, password)
    return { email, password }
  }
  const others = await prisma().user.count({ where: { role: 'admin', NOT: { email } } })
  if (role !== 'admin' && others === 0) {
    throw new AccountError('last_admin', `${email} is the only admin.`, {
      whatToDo: 'Make another admin first: npm run admin -- add --email OTHER --role admin',
    })
  }
  await prisma().user.update({ where: { email }, data: { role } })
  return { email }
}

/**
 * Gives an account (default: the first admin) a new password and ends its sessions.
 * @throws AccountError when there is no such account
 */
export async function resetPassword(emailText?: string): Promise<{ email: string; password: string }> {
  const user = emailText
    ? await prisma().user.findUnique({ where: { email: parseEmail(emailText) } })
    : await prisma().user.findFirst({ where: { role: 'admin' }, orderBy: { createdAt: 'asc' } })
  if (!user) {
    const known = (await listAccounts()).map((account) => account.email)
    throw new AccountError('no_such_account', `There is no account ${emailText ?? 'of an admin'}.`, {
      whatToDo: known.length
        ? `Known accounts: ${known.join(', ')}.`
        : 'Make one: npm run admin -- add --email E --role admin',
    })
  }
  const password = generatePassword()
  await setAccount(user.email, user.role === 'admin' ? 'admin' : 'viewer', password)
  await clearAttempts(user.email)
  return { email: user.email, password }
}

/** All accounts, oldest first. */
export async function listAccounts(): Promise<AccountSummary[]> {
  const users = await prisma().user.findMany({
    orderBy: { createdAt: 'asc' },
    include: { sessions: { orderBy: { createdAt: 'desc' }, take: 1 } },
  })
  return users.map((user) => ({
    email: user.email,
    role: user.role === 'admin' ? 'admin' : 'viewer',
    createdAt: user.createdAt,
    lastSignIn: user.sessions[0]?.createdAt ?? null,
  }))
}

/** Twenty letters and digits in five groups, without those that look alike: about 98 bits. */
export function generatePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const groups = Array.from({ length: 5 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(''),
  )
  return groups.join('-')
}

/** Makes or changes an account with its password; sessions it had end. */
async function setAccount(email: string, role: Role, password: string): Promise<void> {
  const hash = await hashPassword(password)
  await prisma().$transaction(async (tx) => {
    const user = await tx.user.upsert({
      where: { email },
      create: { id: randomUUID(), email, name: email.split('@')[0] ?? email, role, emailVerified: true },
      update: { role },
    })
    await tx.session.deleteMany({ where: { userId: user.id } })
    await tx.account.deleteMany({ where: { userId: user.id, providerId: 'credential' } })
    await tx.account.create({
      data: {
        id: randomUUID(),
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: hash,
      },
    })
  })
}

function parseEmail(text: string): string {
  const parsed = normalised.safeParse(text.trim())
  if (parsed.success) return parsed.data
  throw new AccountError('bad_email', `"${text}" is not an e-mail address.`, {
    whatToDo: 'Give an address such as name@shop.example.',
  })
}

/** @throws AccountError naming the roles there are */
export function parseRole(text: string): Role {
  const parsed = z.enum(roles).safeParse(text)
  if (parsed.success) return parsed.data
  throw new AccountError('bad_role', `"${text}" is not a role.`, { whatToDo: `Roles: ${roles.join(', ')}.` })
}

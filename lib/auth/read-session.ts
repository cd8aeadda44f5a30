import { z } from 'zod'
import { auth } from './auth'

export const roles = ['viewer', 'admin'] as const
export type Role = (typeof roles)[number]

export interface SignedInUser {
  id: string
  email: string
  name: string
  role: Role
}

const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  // A role nobody knows may look, and nothing else.
  role: z.enum(roles).catch('viewer'),
})

/** Who a request's session cookie belongs to, or null. Does not prolong the session. */
export async function readSession(headers: Headers, url?: string): Promise<SignedInUser | null> {
  if (!headers.get('cookie')?.includes('storeroom.')) return null
  const { api } = await auth(headers, url)
  const session = await api.getSession({ headers, query: { disableRefresh: true } })
  return session ? user.parse(session.user) : null
}

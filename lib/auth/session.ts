import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { readSession, type SignedInUser } from './read-session'

export type { Role, SignedInUser } from './read-session'

/** Who is signed in, or null. Asked of the database once per page. */
export const getSession = cache(async (): Promise<SignedInUser | null> => readSession(await headers()))

/** Who is signed in; anyone else is sent to the sign-in page. */
export async function requireSession(): Promise<SignedInUser> {
  return (await getSession()) ?? redirect('/sign-in')
}

/** The signed-in admin; a viewer is sent back to the first page. */
export async function requireAdmin(): Promise<SignedInUser> {
  const user = await requireSession()
  return user.role === 'admin' ? user : redirect('/')
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Logo } from '@/app/sign-in/logo'
import { getSession } from '@/lib/auth/session'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

/** The one page that is open to everybody. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const next = safeNext((await searchParams).next)
  if (await getSession()) redirect(next)
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-[360px]">
        <div className="mb-5 flex items-center justify-center gap-2.5 text-[17px] font-[650] tracking-[-0.01em]">
          <Logo />
          Storeroom
        </div>
        <section className="rounded-card border border-line bg-panel p-6 shadow-card">
          <h1 className="text-title font-[650] tracking-[-0.015em]">Sign in</h1>
          <p className="mt-0.5 mb-4 text-sub text-ink-2">
            {next === '/'
              ? 'To the dashboards of your shop.'
              : 'Then you are taken to the page you asked for.'}
          </p>
          <SignInForm next={next} />
        </section>
        <p className="mt-4 text-center text-xs text-ink-3">
          Accounts are made on the server: <code className="text-ink-2">npm run admin -- add</code>
        </p>
      </div>
    </main>
  )
}

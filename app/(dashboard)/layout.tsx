import { type ReactNode, Suspense } from 'react'
import { FormatProvider } from '@/app/_components/format-context'
import { Brand, MobileBar, NavLinks } from '@/app/_components/frame/nav'
import { OpenAlertsCount } from '@/app/_components/frame/open-alerts-count'
import { UserMenu } from '@/app/_components/frame/user-menu'
import { WaitingCount } from '@/app/_components/frame/waiting-count'
import { requireSession } from '@/lib/auth/session'
import { env } from '@/lib/core/env'
import { LiveRefresh } from './pipeline/_live/live-refresh'

/** The frame of every page behind the sign-in: sidebar, content column, the store's formatter. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await requireSession()
  const { reportingCurrency, storeTimezone } = env()
  const waiting = (
    <Suspense fallback={null}>
      <WaitingCount />
    </Suspense>
  )
  const alerts = (
    <Suspense fallback={null}>
      <OpenAlertsCount />
    </Suspense>
  )
  const sidebar = (
    <>
      <Brand />
      <div className="mt-1 flex-1">
        <NavLinks waiting={waiting} alerts={alerts} />
      </div>
      <UserMenu email={user.email} role={user.role} />
    </>
  )
  return (
    <FormatProvider currency={reportingCurrency} timeZone={storeTimezone}>
      <LiveRefresh when="published" />
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="min-h-screen nav:grid nav:grid-cols-[224px_minmax(0,1fr)]">
        <aside className="hidden border-line border-r nav:block">
          <div className="sticky top-0 flex h-screen flex-col overflow-y-auto px-3 py-[18px]">{sidebar}</div>
        </aside>
        <div className="min-w-0">
          <MobileBar>
            <div className="-mt-3 flex min-h-[calc(100dvh-56px)] flex-col">{sidebar}</div>
          </MobileBar>
          <main
            id="content"
            tabIndex={-1}
            className="w-full max-w-[1360px] px-4 pt-4 pb-10 outline-none nav:px-7 nav:pt-5"
          >
            {children}
          </main>
        </div>
      </div>
    </FormatProvider>
  )
}

'use client'

import {
  Bell,
  Boxes,
  ChartSpline,
  FileText,
  ListChecks,
  Menu,
  Package,
  Receipt,
  ShieldAlert,
  Users,
  Workflow,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { cn } from '@/app/_components/cn'
import { Button } from '@/app/_components/ui/button'
import { Dialog } from '@/app/_components/ui/dialog'

const GROUPS = [
  {
    name: 'Analytics',
    links: [
      { href: '/revenue', label: 'Revenue', icon: ChartSpline },
      { href: '/customers', label: 'Customers', icon: Users },
      { href: '/products', label: 'Products', icon: Package },
      { href: '/inventory', label: 'Inventory', icon: Boxes },
      { href: '/orders', label: 'Orders', icon: Receipt },
    ],
  },
  {
    name: 'Operations',
    links: [
      { href: '/pipeline', label: 'Pipeline', icon: Workflow },
      { href: '/pipeline/checks', label: 'Checks', icon: ListChecks },
      { href: '/pipeline/quarantine', label: 'Quarantine', icon: ShieldAlert },
      { href: '/pipeline/files', label: 'Files', icon: FileText },
      { href: '/alerts', label: 'Alerts', icon: Bell },
    ],
  },
] as const

/** The link a path belongs to: the longest that begins it, so that Files is not also Pipeline. */
function currentLink(path: string): string | undefined {
  return GROUPS.flatMap((group) => group.links.map(({ href }) => href as string))
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** The links of the sidebar. `waiting` is the count beside Quarantine, `alerts` the one beside Alerts. */
export function NavLinks({ waiting, alerts }: { waiting?: ReactNode; alerts?: ReactNode }) {
  const here = currentLink(usePathname())
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {GROUPS.map((group) => (
        <div key={group.name} className="grid gap-0.5">
          <p className="mt-3.5 mb-1 px-2 text-[11px] font-semibold tracking-[0.02em] text-ink-2">
            {group.name}
          </p>
          {group.links.map(({ href, label, icon: Icon }) => {
            const current = href === here
            return (
              <Link
                key={href}
                href={href}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'flex items-center gap-2.5 rounded-[7px] px-2 py-1.5 font-medium text-ink-2 transition-colors hover:text-ink',
                  current && 'bg-panel text-ink shadow-[0_0_0_1px_var(--line),var(--shadow)]',
                )}
              >
                <Icon aria-hidden className="size-4" strokeWidth={1.8} />
                {label}
                {href === '/pipeline/quarantine' && waiting}
                {href === '/alerts' && alerts}
              </Link>
            )
          })}
        </div>
      ))}
    </nav>
  )
}

export function Brand() {
  return (
    <Link
      href="/revenue"
      className="flex w-fit items-center gap-2 rounded-[7px] px-2 py-0.5 text-[15px] font-[650] tracking-[-0.01em]"
    >
      <svg
        aria-hidden
        viewBox="0 0 22 22"
        className="size-[22px] text-accent"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinejoin="round"
      >
        <path d="M3 9.5 11 3l8 6.5V19H3z" />
        <path d="M7 19v-7h8v7M7 15.500h8" />
      </svg>
      Storeroom
    </Link>
  )
}

/** Below the nav breakpoint: a bar with the button that opens the sidebar as a sheet. */
export function MobileBar({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what closes the sheet
  useEffect(() => setOpen(false), [path])
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-line border-b bg-bg px-3 py-2 nav:hidden">
      <Dialog
        side="nav"
        title="Navigation"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="ghost" size="icon" aria-label="Open navigation">
            <Menu />
          </Button>
        }
      >
        {children}
      </Dialog>
      <Brand />
    </header>
  )
}

'use client'

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import {
  Dropdown,
  DropdownCheck,
  DropdownItem,
  DropdownLabel,
  DropdownSeparator,
} from '@/app/_components/ui/dropdown'

const THEMES = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
]

async function signOut() {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  window.location.assign('/sign-in')
}

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ email, role }: { email: string; role: string }) {
  const { theme, setTheme } = useTheme()
  return (
    <Dropdown
      align="start"
      className="min-w-52"
      trigger={
        <button
          type="button"
          className="flex w-full min-w-0 items-center gap-2 rounded-[7px] px-2 py-1.5 text-left text-[12.500px] text-ink-2 hover:bg-line-soft"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-[11px] font-[650] text-accent"
          >
            {email.slice(0, 2).toUpperCase()}
          </span>
          <span className="truncate">
            <span className="sr-only">Account of </span>
            {email}
          </span>
          <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    >
      <DropdownLabel>Signed in as {role}</DropdownLabel>
      <DropdownSeparator />
      <DropdownLabel>Theme</DropdownLabel>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <DropdownCheck key={value} checked={theme === value} onCheckedChange={() => setTheme(value)}>
          <Icon />
          {label}
        </DropdownCheck>
      ))}
      <DropdownSeparator />
      <DropdownItem onSelect={() => void signOut()}>
        <LogOut />
        Sign out
      </DropdownItem>
    </Dropdown>
  )
}

'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/app/_components/cn'

const PANEL =
  'z-50 max-h-[min(420px,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-y-auto rounded-control border border-line bg-panel p-1 text-[13px] shadow-lg'
const ITEM =
  'flex cursor-default select-none items-center gap-2 rounded-[6px] px-2 py-1.5 outline-none data-[disabled]:text-ink-3 data-[highlighted]:bg-line-soft [&_svg]:size-4 [&_svg]:text-ink-3'

/** A menu under `trigger` (an element that takes a ref). Fill it with the items below. */
export function Dropdown({
  trigger,
  children,
  align = 'end',
  className,
}: {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  className?: string
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={6} collisionPadding={8} className={cn(PANEL, className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function DropdownItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(ITEM, className)} {...props} />
}

/** An item that is ticked; choosing it leaves the menu open. */
export function DropdownCheck({ children, className, ...props }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem
      className={cn(ITEM, 'pl-7 relative', className)}
      onSelect={(event) => event.preventDefault()}
      {...props}
    >
      <Radix.ItemIndicator className="absolute left-1.5">
        <Check className="text-accent!" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  )
}

export function DropdownLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{children}</Radix.Label>
}

export function DropdownSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line-soft" />
}

/** A second-level menu. */
export function DropdownSub({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={cn(ITEM, 'data-[state=open]:bg-line-soft')}>
        {label}
        <span aria-hidden className="ml-auto pl-4 text-ink-3">
          ›
        </span>
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent sideOffset={4} collisionPadding={8} className={PANEL}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  )
}

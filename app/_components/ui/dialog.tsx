'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/app/_components/cn'
import { Button } from './button'

export interface DialogProps {
  /** What opens it; leave out when `open` is controlled. */
  trigger?: ReactNode
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** `sheet` slides in from the right; `nav` from the left. */
  side?: 'center' | 'sheet' | 'nav'
  className?: string
}

const SIDES = {
  center:
    'top-1/2 left-1/2 max-h-[88vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card border',
  sheet: 'inset-y-0 right-0 w-[min(640px,100vw)] border-l',
  nav: 'inset-y-0 left-0 w-[264px] border-r bg-bg',
}

/** A modal dialog, or a sheet at one side. Escape and the cross close it; focus returns to the trigger. */
export function Dialog({
  trigger,
  title,
  description,
  children,
  open,
  onOpenChange,
  side = 'center',
  className,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/35" />
        <Radix.Content
          // Radix warns about a missing description unless it is told there is none.
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn(
            'fixed z-50 flex flex-col gap-3 overflow-y-auto border-line bg-panel p-5 shadow-xl',
            SIDES[side],
            className,
          )}
        >
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <Radix.Title className={cn('text-[16px] font-semibold', side === 'nav' && 'sr-only')}>
                {title}
              </Radix.Title>
              {description !== undefined && (
                <Radix.Description className="text-sub text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button
                variant="ghost"
                size="icon"
                aria-label="Close"
                className={cn('-mt-1.5 -mr-1.5', side === 'nav' && 'absolute top-3 right-3')}
              >
                <X />
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A dialog at the right edge, for the detail of one thing. */
export function Sheet(props: Omit<DialogProps, 'side'>) {
  return <Dialog {...props} side="sheet" />
}

/** Closes the dialog around it. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>
}

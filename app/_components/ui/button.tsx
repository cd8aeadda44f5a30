import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/app/_components/cn'

export type ButtonVariant = 'default' | 'primary' | 'danger' | 'ghost'
export type ButtonSize = 'sm' | 'md' | 'icon'

const VARIANTS: Record<ButtonVariant, string> = {
  default: 'border-line bg-panel text-ink shadow-card hover:bg-line-soft',
  primary: 'border-transparent bg-accent text-on-accent hover:opacity-90',
  danger: 'border-line bg-panel text-bad hover:bg-line-soft',
  ghost: 'border-transparent bg-transparent text-ink-2 hover:bg-line-soft hover:text-ink',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 px-2.5 text-xs',
  md: 'h-8 px-3 text-[13px]',
  icon: 'size-8 justify-center',
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Gives its looks to the one child (a link) instead of making a button. */
  asChild?: boolean
}

/** The looks of a button as classes, for elements that cannot be a `Button`. */
export function buttonClass(variant: ButtonVariant = 'default', size: ButtonSize = 'md'): string {
  return cn(
    'inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-control border font-medium transition-colors',
    'disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    VARIANTS[variant],
    SIZES[size],
  )
}

export function Button({ variant, size, asChild, className, type, ...props }: ButtonProps) {
  const classes = cn(buttonClass(variant, size), className)
  if (asChild) return <Slot.Root className={classes} {...props} />
  return <button type={type ?? 'button'} className={classes} {...props} />
}

import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// The type scale of globals.css, so that tailwind-merge does not take it for colours.
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['sub', 'body', 'title', 'figure'] }] } },
})

/** Joins class names; later Tailwind classes win over earlier ones. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}

'use client'

import { Button, type ButtonProps } from '@/app/_components/ui/button'
import { useSending } from './use-sending'

/** A button that posts to one address, for an admin: close an alert, send a message again. */
export function ActionButton({
  path,
  label,
  busyLabel,
  variant,
}: {
  path: string
  label: string
  busyLabel: string
  variant?: ButtonProps['variant']
}) {
  const { sending, problem, run } = useSending()
  return (
    <>
      <Button size="sm" variant={variant} disabled={sending} onClick={() => run('POST', path)}>
        {sending ? busyLabel : label}
      </Button>
      {problem && (
        <span role="alert" className="text-bad text-xs">
          {problem}
        </span>
      )}
    </>
  )
}

import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from '@/app/_components/cn'

export interface FieldProps extends ComponentProps<'input'> {
  label: ReactNode
  hint?: ReactNode
  /** Says what is wrong and what would be right; announced with the field. */
  error?: ReactNode
}

/** A labelled text field. */
export function Field({ label, hint, error, className, id, ...props }: FieldProps) {
  const made = useId()
  const fieldId = id ?? made
  const noteId = `${fieldId}-note`
  const note = error ?? hint
  return (
    <div className={cn('grid gap-1', className)}>
      <label htmlFor={fieldId} className="text-sub font-medium text-ink-2">
        {label}
      </label>
      <input
        id={fieldId}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
        className="h-9 rounded-control border border-line bg-panel px-3 text-body text-ink shadow-card placeholder:text-ink-3 aria-invalid:border-bad"
        {...props}
      />
      {note && (
        <p id={noteId} className={cn('text-xs', error ? 'text-bad' : 'text-ink-3')}>
          {note}
        </p>
      )}
    </div>
  )
}

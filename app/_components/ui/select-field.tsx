import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from '@/app/_components/cn'

export interface SelectFieldProps extends ComponentProps<'select'> {
  label: ReactNode
  hint?: ReactNode
  options: readonly { value: string; label: string }[]
}

/** A labelled choice among a few. */
export function SelectField({ label, hint, options, className, id, ...props }: SelectFieldProps) {
  const made = useId()
  const fieldId = id ?? made
  const noteId = `${fieldId}-note`
  return (
    <div className={cn('grid min-w-0 gap-1', className)}>
      <label htmlFor={fieldId} className="text-sub font-medium text-ink-2">
        {label}
      </label>
      <select
        id={fieldId}
        aria-describedby={hint ? noteId : undefined}
        className="h-9 w-full min-w-0 rounded-control border border-line bg-panel px-2.5 text-body text-ink shadow-card"
        {...props}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={noteId} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
    </div>
  )
}

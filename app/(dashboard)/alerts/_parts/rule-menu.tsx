'use client'

import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Dropdown, DropdownItem, DropdownSeparator, DropdownSub } from '@/app/_components/ui/dropdown'
import type { RuleOptions } from '@/lib/alerts/rules/form-options'
import type { Rule } from '@/lib/alerts/rules/read-rules'
import { ConfirmDelete } from './confirm-delete'
import { RuleDialog } from './rule-dialog'
import { useSending } from './use-sending'

const SNOOZES = [
  [60, 'for an hour'],
  [480, 'for 8 hours'],
  [1440, 'for a day'],
  [10_080, 'for a week'],
] as const

/** Edit, mute, switch off, delete. */
export function RuleMenu({ rule, options }: { rule: Rule & { muted: boolean }; options: RuleOptions }) {
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const { sending, problem, run } = useSending()
  const path = `/api/alerts/rules/${rule.id}`
  const change = (body: object) => () => void run('PATCH', path, body)
  return (
    <div className="grid justify-items-end gap-1">
      <Dropdown
        trigger={
          <Button variant="ghost" size="icon" aria-label={`Change ${rule.name}`} disabled={sending}>
            <Ellipsis />
          </Button>
        }
      >
        <DropdownItem onSelect={() => setOpen('edit')}>Edit…</DropdownItem>
        {rule.muted ? (
          <DropdownItem onSelect={change({ snoozeMinutes: 0 })}>Send messages again</DropdownItem>
        ) : (
          <DropdownSub label="Mute">
            {SNOOZES.map(([minutes, label]) => (
              <DropdownItem key={minutes} onSelect={change({ snoozeMinutes: minutes })}>
                {label}
              </DropdownItem>
            ))}
          </DropdownSub>
        )}
        <DropdownItem onSelect={change({ enabled: !rule.enabled })}>
          {rule.enabled ? 'Switch off' : 'Switch on'}
        </DropdownItem>
        <DropdownSeparator />
        <DropdownItem onSelect={() => setOpen('delete')}>Delete…</DropdownItem>
      </Dropdown>
      {problem && (
        <span role="alert" className="max-w-48 text-bad text-xs">
          {problem}
        </span>
      )}
      <RuleDialog
        rule={rule}
        options={options}
        open={open === 'edit'}
        onOpenChange={(next) => setOpen(next ? 'edit' : undefined)}
      />
      <ConfirmDelete
        name={rule.name}
        path={path}
        consequence="Its open alerts end; its history stays."
        open={open === 'delete'}
        onOpenChange={(next) => setOpen(next ? 'delete' : undefined)}
      />
    </div>
  )
}

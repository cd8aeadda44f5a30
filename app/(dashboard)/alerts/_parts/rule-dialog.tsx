'use client'

import { Plus } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Dialog, DialogClose } from '@/app/_components/ui/dialog'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import { Tooltip } from '@/app/_components/ui/tooltip'
import { configFromFields, EMPTY_FIELDS, fieldsOf, type RuleFields } from '@/lib/alerts/rules/form'
import type { RuleOptions } from '@/lib/alerts/rules/form-options'
import type { Rule } from '@/lib/alerts/rules/read-rules'
import { describe } from '@/lib/core/errors'
import { RuleSettings } from './rule-settings'
import { useSending } from './use-sending'

const KINDS = [
  { value: 'run_failed', label: 'A run failed' },
  { value: 'check_failed', label: 'A check failed' },
  { value: 'not_fresh', label: 'No load by a time of day' },
  { value: 'quarantine_rate', label: 'Too many rows in quarantine' },
  { value: 'metric', label: 'A metric is out of bounds' },
  { value: 'schedule_paused', label: 'The schedule paused itself' },
  { value: 'circuit_open', label: 'Mail, webhook or Redis does not answer' },
]

const QUIET = [
  [0, 'at once'],
  [15, 'after 15 minutes'],
  [60, 'after an hour'],
  [240, 'after 4 hours'],
  [720, 'after 12 hours'],
  [1440, 'after a day'],
  [10_080, 'after a week'],
] as const

export function AddRule({ options, isAdmin }: { options: RuleOptions; isAdmin: boolean }) {
  const [open, setOpen] = useState(false)
  const button = (
    <Button size="sm" aria-disabled={!isAdmin || undefined}>
      <Plus /> Add rule
    </Button>
  )
  if (!isAdmin) return <Tooltip label="Only an admin may add rules.">{button}</Tooltip>
  return <RuleDialog trigger={button} options={options} open={open} onOpenChange={setOpen} />
}

/** Adds a rule, or edits `rule`. */
export function RuleDialog({
  rule,
  options,
  trigger,
  open,
  onOpenChange,
}: {
  rule?: Rule
  options: RuleOptions
  trigger?: ReactNode
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={onOpenChange}
      title={rule ? `Edit ${rule.name}` : 'Add rule'}
    >
      <RuleForm rule={rule} options={options} onSaved={() => onOpenChange(false)} />
    </Dialog>
  )
}

function RuleForm({ rule, options, onSaved }: { rule?: Rule; options: RuleOptions; onSaved: () => void }) {
  const isShare = (metric: string) => options.metrics.find(({ name }) => name === metric)?.isShare ?? false
  const [fields, setFields] = useState<RuleFields>(() =>
    rule ? fieldsOf(rule.config, rule.config.kind === 'metric' && isShare(rule.config.metric)) : EMPTY_FIELDS,
  )
  const [channelIds, setChannelIds] = useState(rule?.channelIds ?? options.channels.map(({ id }) => id))
  const { sending, problem, setProblem, run } = useSending()
  const set = (change: Partial<RuleFields>) => setFields((before) => ({ ...before, ...change }))

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    let config: object
    try {
      config = configFromFields(fields, isShare(fields.metric))
    } catch (error) {
      return setProblem(describe(error))
    }
    const body = {
      name: String(form.get('name') ?? ''),
      config,
      channelIds,
      quietMinutes: Number(form.get('quietMinutes')),
    }
    const answer = rule
      ? await run('PATCH', `/api/alerts/rules/${rule.id}`, body)
      : await run('POST', '/api/alerts/rules', body)
    if (answer.ok) onSaved()
  }

  const quiet = rule?.quietMinutes ?? 240
  const known = QUIET.some(([minutes]) => minutes === quiet)
  return (
    <form onSubmit={save} className="grid gap-3">
      {!rule && (
        <SelectField
          label="Raise when"
          options={KINDS}
          value={fields.kind}
          onChange={(event) => set({ kind: event.target.value as RuleFields['kind'] })}
        />
      )}
      <RuleSettings fields={fields} set={set} options={options} />
      <Field
        label="Name"
        name="name"
        required
        maxLength={80}
        defaultValue={rule?.name}
        placeholder="What it is called in messages"
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-sub font-medium text-ink-2">Tell</legend>
        {options.channels.length === 0 && (
          <p className="text-ink-3 text-sub">Nobody but this page: there is no channel yet.</p>
        )}
        {options.channels.map(({ id, name }) => (
          <label key={id} className="flex items-center gap-2 text-sub">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={channelIds.includes(id)}
              onChange={({ target }) =>
                setChannelIds((before) =>
                  target.checked ? [...before, id] : before.filter((other) => other !== id),
                )
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      <SelectField
        label="Send a repeat"
        name="quietMinutes"
        defaultValue={String(quiet)}
        options={[
          ...(known ? [] : [{ value: String(quiet), label: `after ${quiet} minutes` }]),
          ...QUIET.map(([minutes, label]) => ({ value: String(minutes), label })),
        ]}
        hint="Until then what happens again is only counted."
      />
      {problem && (
        <p role="alert" className="whitespace-pre-line text-bad text-sub">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={sending}>
          {sending ? 'Saving…' : rule ? 'Save' : 'Add'}
        </Button>
      </div>
    </form>
  )
}

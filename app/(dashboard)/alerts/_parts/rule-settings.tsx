'use client'

import { useFormat } from '@/app/_components/format-context'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import type { RuleFields } from '@/lib/alerts/rules/form'
import type { RuleOptions } from '@/lib/alerts/rules/form-options'

interface SettingsProps {
  fields: RuleFields
  set: (change: Partial<RuleFields>) => void
  options: RuleOptions
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** The fields of one kind of rule. */
export function RuleSettings(props: SettingsProps) {
  const { fields, set } = props
  const { timeZone } = useFormat()
  switch (fields.kind) {
    case 'run_failed':
      return (
        <Field
          label="Failed runs in a row"
          type="number"
          min={1}
          max={50}
          required
          value={fields.inARow}
          onChange={({ target }) => set({ inARow: target.value })}
        />
      )
    case 'check_failed':
      return <CheckSettings {...props} />
    case 'not_fresh':
      return (
        <>
          <Field
            label="A load must be there by"
            type="time"
            required
            value={fields.by}
            onChange={({ target }) => set({ by: target.value })}
            hint={timeZone}
          />
          <Weekdays {...props} />
        </>
      )
    case 'quarantine_rate':
      return (
        <Field
          label="More than this share of a run’s rows, in %"
          inputMode="decimal"
          required
          value={fields.percent}
          onChange={({ target }) => set({ percent: target.value })}
        />
      )
    case 'metric':
      return <MetricSettings {...props} />
    case 'schedule_paused':
    case 'circuit_open':
      return null
  }
}

function CheckSettings({ fields, set, options }: SettingsProps) {
  return (
    <>
      <SelectField
        label="Severity"
        value={fields.severity}
        onChange={({ target }) => set({ severity: target.value as RuleFields['severity'] })}
        options={[
          { value: 'blocking', label: 'blocking: nothing was published' },
          { value: 'warning', label: 'warning: the load went on' },
          { value: 'any', label: 'any' },
        ]}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-sub font-medium text-ink-2">
          Checks <span className="font-normal text-ink-3">(none chosen: any)</span>
        </legend>
        {options.checks.length === 0 && <p className="text-ink-3 text-sub">No check has run yet.</p>}
        <div className="grid max-h-44 gap-1 overflow-y-auto rounded-control border border-line p-2 empty:hidden">
          {options.checks.map((name) => (
            <label key={name} className="flex items-center gap-2 text-sub">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={fields.checks.includes(name)}
                onChange={({ target }) =>
                  set({
                    checks: target.checked
                      ? [...fields.checks, name]
                      : fields.checks.filter((other) => other !== name),
                  })
                }
              />
              <span className="min-w-0 break-words">{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  )
}

function Weekdays({ fields, set }: SettingsProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sub font-medium text-ink-2">On</legend>
      <div className="flex flex-wrap gap-x-3 gap-y-1.5">
        {WEEKDAYS.map((label, index) => {
          const day = index + 1
          return (
            <label key={label} className="flex items-center gap-1.5 text-sub">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={fields.weekdays.includes(day)}
                onChange={({ target }) =>
                  set({
                    weekdays: target.checked
                      ? [...fields.weekdays, day].sort((a, b) => a - b)
                      : fields.weekdays.filter((other) => other !== day),
                  })
                }
              />
              {label}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

function MetricSettings({ fields, set, options }: SettingsProps) {
  const { currency } = useFormat()
  const metric = options.metrics.find(({ name }) => name === fields.metric)
  const byValue = fields.compare === 'value'
  const unit = !byValue || metric?.isShare ? 'in %' : metric?.isMoney ? `in ${currency}` : 'as a number'
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="Metric"
          value={fields.metric}
          onChange={({ target }) => set({ metric: target.value })}
          options={options.metrics.map(({ name, label }) => ({ value: name, label }))}
        />
        <SelectField
          label="Over"
          value={fields.period}
          onChange={({ target }) => set({ period: target.value as RuleFields['period'] })}
          options={[
            { value: 'yesterday', label: 'yesterday' },
            { value: 'last_7_days', label: 'the last 7 days' },
            { value: 'last_30_days', label: 'the last 30 days' },
          ]}
        />
        <SelectField
          label="Compared with"
          value={fields.compare}
          onChange={({ target }) => set({ compare: target.value as RuleFields['compare'] })}
          options={[
            { value: 'week_before', label: 'the same days a week before' },
            { value: 'previous', label: 'the period before' },
            { value: 'year_before', label: 'the same days a year before' },
            { value: 'value', label: 'a number' },
          ]}
        />
        <SelectField
          label="Raise when it is"
          value={fields.side}
          onChange={({ target }) => set({ side: target.value as RuleFields['side'] })}
          options={
            byValue
              ? [
                  { value: 'low', label: 'below' },
                  { value: 'high', label: 'above' },
                ]
              : [
                  { value: 'low', label: 'down by more than' },
                  { value: 'high', label: 'up by more than' },
                ]
          }
        />
      </div>
      <Field
        label={`Threshold, ${unit}`}
        inputMode="decimal"
        required
        value={fields.threshold}
        onChange={({ target }) => set({ threshold: target.value })}
      />
      <Field
        label="Only where"
        value={fields.where}
        onChange={({ target }) => set({ where: target.value })}
        placeholder="channel=web, country=DE"
        hint={`Empty for all. Dimensions: ${options.dimensions.join(', ')}.`}
      />
    </>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { z } from 'zod'
import { callApi } from '@/app/_components/call-api'
import { cn } from '@/app/_components/cn'
import { Button } from '@/app/_components/ui/button'
import { Table, Td, Th } from '@/app/_components/ui/table'
import type { EntryField } from '@/lib/pipeline/quarantine/read-entry'
import { FieldName, FieldText } from './fields-table'

const saved = z.object({ revision: z.number(), run: z.number().nullable() })

export interface CorrectFormProps {
  id: number
  revision: number
  fields: EntryField[]
  /** Why the record was refused, shown below the offending column until it is changed. */
  reason: string
  /** The file's own values are known: not those of a record that could not be taken apart. */
  hasOriginal: boolean
}

interface State {
  sending: boolean
  problems: Record<string, string>
  failed?: { code: string; text: string }
  done?: string
}

/** The record as a form: saved only when the rules would take it, and never over somebody else's change. */
export function CorrectForm({ id, revision, fields, reason, hasOriginal }: CorrectFormProps) {
  const router = useRouter()
  const formId = useId()
  // The revision this form was opened on: the page may learn of newer ones while somebody is typing.
  const [base, setBase] = useState(revision)
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(fields.map((f) => [f.name, f.current ?? f.suggested ?? ''])),
  )
  const [state, setState] = useState<State>({
    sending: false,
    problems: Object.fromEntries(fields.filter((f) => f.offends).map((f) => [f.name, reason])),
  })

  async function save(run: boolean) {
    setState({ sending: true, problems: {} })
    const answer = await callApi(
      'PATCH',
      `/api/pipeline/quarantine/${id}`,
      { revision: base, fields: texts, run },
      saved,
    )
    if (answer.ok) {
      setBase(answer.body.revision)
      setState({
        sending: false,
        problems: {},
        done: run ? `Saved. Run ${answer.body.run} tries it now.` : 'Saved. The next run tries it.',
      })
      return router.refresh()
    }
    setState({
      sending: false,
      problems: Object.fromEntries(answer.problems.map(({ field, message }) => [field, message])),
      failed: { code: answer.code, text: answer.problem },
    })
  }

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void save(true)
      }}
    >
      <Table label="The record, column by column">
        <thead>
          <tr>
            <Th>Column</Th>
            {hasOriginal && <Th className="max-nav:hidden">As the file had it</Th>}
            <Th>As it should be</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name} className={cn('align-top', field.offends && 'bg-bad/8')}>
              <Td className="min-w-28 pt-3">
                <FieldName field={field} htmlFor={`${formId}-${field.name}`} />
                {hasOriginal && texts[field.name] !== (field.original ?? '') && (
                  <span className="block break-all text-ink-3 text-xs nav:hidden">
                    was <FieldText text={field.original} />
                  </span>
                )}
              </Td>
              {hasOriginal && (
                <Td className="min-w-32 break-all pt-3 max-nav:hidden">
                  <FieldText text={field.original} offends={field.offends} />
                </Td>
              )}
              <Td className="nav:min-w-64">
                <FieldInput
                  id={`${formId}-${field.name}`}
                  text={texts[field.name] ?? ''}
                  problem={state.problems[field.name]}
                  hint={field.accepts ?? 'kept out of the warehouse'}
                  onChange={(text) => {
                    setTexts((before) => ({ ...before, [field.name]: text }))
                    setState(({ problems: { [field.name]: _, ...problems } }) => ({
                      sending: false,
                      problems,
                    }))
                  }}
                />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
        <p
          role={state.failed ? 'alert' : 'status'}
          className={cn('min-w-0 flex-1 basis-60 text-[13px]', state.failed ? 'text-bad' : 'text-good')}
        >
          {state.failed?.text ?? state.done}
        </p>
        {state.failed?.code === 'changed_meanwhile' && (
          <Button onClick={() => window.location.reload()}>Reload</Button>
        )}
        <Button onClick={() => void save(false)} disabled={state.sending}>
          Save for the next run
        </Button>
        <Button type="submit" variant="primary" disabled={state.sending}>
          {state.sending ? 'Saving…' : 'Save and run now'}
        </Button>
      </div>
    </form>
  )
}

interface FieldInputProps {
  id: string
  text: string
  problem: string | undefined
  hint: string
  onChange(text: string): void
}

function FieldInput({ id, text, problem, hint, onChange }: FieldInputProps) {
  return (
    <>
      <input
        id={id}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-note`}
        className="h-8 w-full rounded-control border border-line bg-panel px-2.5 text-[13px] text-ink shadow-card aria-invalid:border-bad"
      />
      <p id={`${id}-note`} className={cn('mt-0.5 text-xs', problem ? 'text-bad' : 'text-ink-3')}>
        {problem ?? hint}
      </p>
    </>
  )
}

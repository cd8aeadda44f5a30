'use client'

import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import { Button } from '@/app/_components/ui/button'
import { DialogClose } from '@/app/_components/ui/dialog'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import type { Channel } from '@/lib/alerts/channels/read-channels'
import { useSending } from './use-sending'

const KINDS = [
  { value: 'email', label: 'E-mail' },
  { value: 'slack', label: 'Slack, or what takes the same' },
  { value: 'webhook', label: 'Webhook: signed JSON' },
]
const saved = z.object({ signingSecret: z.string().optional() })

/** The fields of a channel; what is secret is left empty to keep it. */
export function ChannelForm({
  channel,
  hasMail,
  onSaved,
}: {
  channel?: Channel
  hasMail: boolean
  onSaved: (made: string | undefined) => void
}) {
  const [kind, setKind] = useState<Channel['kind']>(channel?.kind ?? (hasMail ? 'email' : 'slack'))
  const { sending, problem, run } = useSending()
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const to = text('to')
      .split(/[\s,;]+/)
      .filter(Boolean)
    const fields = {
      name: text('name'),
      ...(kind === 'email' ? { to } : text('url') ? { url: text('url') } : {}),
      ...(kind === 'webhook' && text('signingSecret') ? { signingSecret: text('signingSecret') } : {}),
      ...(form.get('newSigningSecret') ? { newSigningSecret: true } : {}),
    }
    const answer = channel
      ? await run('PATCH', `/api/alerts/channels/${channel.id}`, fields)
      : await run('POST', '/api/alerts/channels', { kind, ...fields })
    if (answer.ok) onSaved(saved.safeParse(answer.body).data?.signingSecret)
  }
  return (
    <form onSubmit={save} className="grid gap-3">
      {!channel && (
        <SelectField
          label="Kind"
          options={KINDS}
          value={kind}
          onChange={(event) => setKind(event.target.value as Channel['kind'])}
        />
      )}
      <Field
        label="Name"
        name="name"
        required
        maxLength={80}
        defaultValue={channel?.name}
        placeholder="Data team"
      />
      {kind === 'email' ? (
        <Field
          label="Addresses"
          name="to"
          required
          defaultValue={channel?.kind === 'email' ? channel.to.join(', ') : undefined}
          placeholder="data@shop.example, anna@shop.example"
          hint={
            hasMail
              ? 'Separated by commas.'
              : 'SMTP_URL is not set where Storeroom starts: no e-mail goes out before it is.'
          }
        />
      ) : (
        <Field
          label="Address"
          name="url"
          type="url"
          required={!channel}
          autoComplete="off"
          placeholder={
            kind === 'slack' ? 'https://hooks.slack.com/services/…' : 'https://example.com/hooks/storeroom'
          }
          hint={
            channel ? 'Leave empty to keep the one that is stored.' : 'Stored encrypted and not shown again.'
          }
        />
      )}
      {kind === 'webhook' && (
        <Field
          label="Signing secret"
          name="signingSecret"
          type="password"
          autoComplete="new-password"
          minLength={16}
          hint={
            channel
              ? 'Leave empty to keep the one that is stored.'
              : 'At least 16 characters; leave empty to have one made and shown once.'
          }
        />
      )}
      {kind === 'webhook' && channel && (
        <label className="flex items-center gap-2 text-sub">
          <input type="checkbox" name="newSigningSecret" className="size-4 accent-accent" />
          Make a new signing secret
        </label>
      )}
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
          {sending ? 'Saving…' : channel ? 'Save' : 'Add'}
        </Button>
      </div>
    </form>
  )
}

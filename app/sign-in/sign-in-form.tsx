'use client'

import { useRef, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Field } from '@/app/_components/ui/field'

type State = { kind: 'idle' } | { kind: 'sending' } | { kind: 'refused'; message: string; whatToDo: string }

/** E-mail and password. What went wrong is said in words, with the way out. */
export function SignInForm({ next }: { next: string }) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const password = useRef<HTMLInputElement>(null)

  async function submit(form: FormData) {
    setState({ kind: 'sending' })
    const refusal = await signIn(String(form.get('email')), String(form.get('password')))
    // A whole new page: what was fetched before for nobody must not be shown to somebody.
    if (!refusal) return window.location.assign(next)
    setState({ kind: 'refused', ...refusal })
    password.current?.focus()
    password.current?.select()
  }

  const sending = state.kind === 'sending'
  return (
    <form
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field
        ref={password}
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        aria-invalid={state.kind === 'refused' || undefined}
      />
      <div role="alert" className="text-sub empty:hidden">
        {state.kind === 'refused' && (
          <>
            <p className="font-medium text-bad">{state.message}</p>
            <p className="text-ink-2">{state.whatToDo}</p>
          </>
        )}
      </div>
      <Button type="submit" variant="primary" disabled={sending} className="h-9 justify-center">
        {sending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}

async function signIn(
  email: string,
  password: string,
): Promise<{ message: string; whatToDo: string } | null> {
  let response: Response
  try {
    response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: email.trim(), password }),
    })
  } catch {
    return {
      message: 'Storeroom does not answer.',
      whatToDo: 'Is it still running where you started it? Then try again.',
    }
  }
  if (response.ok) return null
  if (response.status === 401) {
    return {
      message: 'E-mail or password is wrong.',
      whatToDo: 'A lost password is replaced on the server with: npm run admin -- reset --email …',
    }
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get('x-retry-after')) || 60
    const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
    return { message: 'Too many attempts.', whatToDo: `Wait ${wait}, then try again.` }
  }
  if (response.status === 403) {
    return {
      message: 'This address is not the one Storeroom is reached by.',
      whatToDo: 'Open it by its own address; a proxy in front must pass on the Host header.',
    }
  }
  return {
    message: 'Storeroom could not check the password.',
    whatToDo: 'The server’s log has the reason; try again in a moment.',
  }
}

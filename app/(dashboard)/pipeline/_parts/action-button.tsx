'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { callApi } from '@/app/_components/call-api'
import { Button } from '@/app/_components/ui/button'

/**
 * A button that posts to our own API and shows what came of it: the page anew (or the page `then` names from the
 * answer), or the refusal with what to do.
 */
export function ActionButton({
  path,
  body,
  busy,
  title,
  then,
  size = 'sm',
  children,
}: {
  path: string
  body?: unknown
  /** Shown while it is sent. */
  busy: string
  title?: string
  /** Path to go on to; `ID` in it becomes the run of the answer. */
  then?: string
  size?: 'sm' | 'md'
  children: string
}) {
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [showing, show] = useTransition()
  const [problem, setProblem] = useState<string>()
  async function send() {
    setSending(true)
    setProblem(undefined)
    const answer = await callApi('POST', path, body)
    setSending(false)
    if (!answer.ok) return setProblem(answer.problem)
    const run = answer.body && typeof answer.body === 'object' ? Reflect.get(answer.body, 'run') : undefined
    show(() => {
      if (then) router.push(then.replace('ID', String(run)))
      router.refresh()
    })
  }
  const waiting = sending || showing
  return (
    <>
      {problem && (
        <span role="alert" className="max-w-[46ch] text-bad text-xs">
          {problem}
        </span>
      )}
      <Button size={size} onClick={send} disabled={waiting} title={title}>
        {waiting ? busy : children}
      </Button>
    </>
  )
}

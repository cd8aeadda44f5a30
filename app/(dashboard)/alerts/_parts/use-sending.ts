'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type Answer, sendJson } from './send-json'

/** One change at a time through the API; the page is read anew when it was taken. */
export function useSending() {
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string>()
  async function run(...request: Parameters<typeof sendJson>): Promise<Answer> {
    setSending(true)
    setProblem(undefined)
    const answer = await sendJson(...request)
    setSending(false)
    if (answer.ok) router.refresh()
    else setProblem(answer.problem)
    return answer
  }
  return { sending, problem, setProblem, run }
}

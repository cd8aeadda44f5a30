'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type Answer, callApi } from '@/app/_components/call-api'

/** One change at a time through the API; the page is read anew when it was taken. */
export function useSending() {
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string>()
  async function run(...request: Parameters<typeof callApi>): Promise<Answer<unknown>> {
    setSending(true)
    setProblem(undefined)
    const answer = await callApi(...request)
    setSending(false)
    if (answer.ok) router.refresh()
    else setProblem(answer.problem)
    return answer
  }
  return { sending, problem, setProblem, run }
}

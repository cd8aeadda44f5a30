'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useTransition } from 'react'
import type { Announcement } from '@/lib/pipeline/events'
import { usePipelineEvents } from './use-pipeline-events'

/** One refresh for a burst of events: a publish ends tasks, a run and a load within milliseconds. */
const SETTLE_MS = 300

/**
 * Reads the page anew, one reading at a time, when the pipeline says something that changes it. `when="published"` is for
 * pages that only show figures: they move with a load, not with the run on the way to it.
 */
export function LiveRefresh({ when = 'any' }: { when?: 'any' | 'published' }) {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const states = useRef(new Map<string, string>())
  const connected = useRef(false)
  const [reading, read] = useTransition()
  const again = useRef(false)
  const refresh = useCallback(() => {
    again.current = false
    clearTimeout(timer.current)
    timer.current = setTimeout(() => read(() => router.refresh()), SETTLE_MS)
  }, [router])
  useEffect(() => () => clearTimeout(timer.current), [])
  // A reading that is superseded is thrown away: on a busy server no page would ever arrive.
  useEffect(() => {
    if (!reading && again.current) refresh()
  }, [reading, refresh])

  usePipelineEvents((event) => {
    if (event.type === 'connected' && !connected.current) {
      connected.current = true
      return
    }
    if (!concerns(event, when, states.current)) return
    if (reading) again.current = true
    else refresh()
  })
  return null
}

function concerns(event: Announcement, when: 'any' | 'published', states: Map<string, string>): boolean {
  if (event.type === 'alerts') return when === 'any'
  if (event.type === 'published' || event.type === 'connected') return true
  if (when === 'published' || event.type === 'cancel') return false
  if (event.type === 'run' || event.type === 'recovery' || event.type === 'schedule') return true
  if (event.type === 'worker') return false
  // Progress within a task and its parts are drawn from the event itself; only its state needs the server.
  if (event.scope) return false
  const task = `${event.runId} ${event.task}`
  if (states.get(task) === event.status) return false
  states.set(task, event.status)
  return true
}

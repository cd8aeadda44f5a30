'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { Announcement } from '@/lib/pipeline/events'
import { usePipelineEvents } from './use-pipeline-events'

/** One refresh for a burst of events: a publish ends tasks, a run and a load within milliseconds. */
const SETTLE_MS = 300

/**
 * Reads the page anew when the pipeline says something that changes it. `when="published"` is for
 * pages that only show figures: they move with a load, not with the run on the way to it.
 */
export function LiveRefresh({ when = 'any' }: { when?: 'any' | 'published' }) {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const states = useRef(new Map<string, string>())
  const connected = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])

  usePipelineEvents((event) => {
    if (event.type === 'connected' && !connected.current) {
      connected.current = true
      return
    }
    if (!concerns(event, when, states.current)) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => router.refresh(), SETTLE_MS)
  })
  return null
}

function concerns(event: Announcement, when: 'any' | 'published', states: Map<string, string>): boolean {
  if (event.type === 'alerts') return when === 'any'
  if (event.type === 'published' || event.type === 'connected') return true
  if (when === 'published' || event.type === 'cancel') return false
  if (event.type === 'run' || event.type === 'recovery' || event.type === 'schedule') return true
  if (event.type === 'worker') return false
  // Progress within a task is drawn from the event itself; only its state needs the server.
  const task = `${event.runId} ${event.task}`
  if (states.get(task) === event.status) return false
  states.set(task, event.status)
  return true
}

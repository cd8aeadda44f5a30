'use client'

import { useEffect, useRef } from 'react'
import type { Announcement } from '@/lib/pipeline/events'

type Listener = (event: Announcement) => void

const listeners = new Set<Listener>()
let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined

/**
 * Calls `listener` for everything the pipeline announces while the page is visible. A tab has one
 * connection however many components listen, and none while it is hidden: browsers allow a
 * site six of them in all.
 */
export function usePipelineEvents(listener: Listener): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const forward: Listener = (event) => latest.current(event)
    listeners.add(forward)
    follow()
    if (listeners.size === 1) document.addEventListener('visibilitychange', follow)
    return () => {
      listeners.delete(forward)
      if (listeners.size > 0) return
      document.removeEventListener('visibilitychange', follow)
      close()
    }
  }, [])
}

/** Connects when somebody listens and looks, else lets go. */
function follow() {
  if (listeners.size === 0 || document.visibilityState === 'hidden') return close()
  if (source) return
  source = new EventSource('/api/pipeline/events')
  source.onmessage = ({ data }) => {
    const event = JSON.parse(String(data)) as Announcement
    for (const listener of listeners) listener(event)
  }
  source.onerror = () => {
    // The browser reconnects by itself, unless it was refused (a session that ended, a server starting).
    if (source?.readyState !== EventSource.CLOSED) return
    close()
    retry = setTimeout(follow, 10_000)
  }
}

function close() {
  clearTimeout(retry)
  source?.close()
  source = undefined
}

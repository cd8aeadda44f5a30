'use client'

import { useEffect, useMemo, useState } from 'react'
import { hear, type LiveTask, liveTasks, type TaskNews, taskKey } from '@/lib/pipeline/live-tasks'
import type { TaskView } from '@/lib/pipeline/states'
import { usePipelineEvents } from './use-pipeline-events'

export interface LiveRun {
  tasks: LiveTask[]
  /** The server's time, so that a browser whose clock is off draws the same. */
  clock: number
}

export interface RunOnPage {
  runId: number
  running: boolean
  tasks: TaskView[]
  /** When the server read them. */
  now: number
}

/** The tasks of a run: as the page was read, moved on by what is announced and by the clock. */
export function useLiveRun({ runId, running, tasks, now }: RunOnPage): LiveRun {
  const [clock, setClock] = useState(now)
  const [news, setNews] = useState<ReadonlyMap<string, TaskNews>>(new Map())
  const [ahead, setAhead] = useState<number | null>(null)

  useEffect(() => {
    const ahead = Date.now() - now
    setAhead(ahead)
    setClock(now)
    if (!running) return
    const timer = setInterval(() => setClock(Date.now() - ahead), 200)
    return () => clearInterval(timer)
  }, [running, now])

  usePipelineEvents((event) => {
    if (event.type !== 'task' || event.runId !== runId) return
    const { task, scope, status, rowsDone, rowsTotal, message } = event
    const at = Date.now() - (ahead ?? 0)
    setNews((before) => hear(before, taskKey(task, scope), { at, status, rowsDone, rowsTotal, message }))
  })

  return { tasks: useMemo(() => liveTasks(tasks, now, news), [tasks, now, news]), clock }
}

import { Badge, type Tone } from '@/app/_components/ui/badge'
import type { FileView } from '@/lib/pipeline/list-files'
import type { QuarantineState } from '@/lib/pipeline/quarantine/states'
import type { RunStatus, TaskStatus } from '@/lib/pipeline/states'

const RUN: Record<RunStatus, [Tone, string]> = {
  queued: ['info', 'queued'],
  running: ['info', 'running'],
  published: ['good', 'published'],
  nothing_new: ['neutral', 'nothing new'],
  failed: ['bad', 'failed'],
  cancelled: ['neutral', 'cancelled'],
}

export function RunStatusBadge({ status }: { status: RunStatus }) {
  const [tone, text] = RUN[status]
  return <Badge tone={tone}>{text}</Badge>
}

const TASK: Record<TaskStatus, Tone> = {
  pending: 'neutral',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  skipped: 'neutral',
  cancelled: 'neutral',
}

export function TaskStatusBadge({ status }: { status: TaskStatus }) {
  return <Badge tone={TASK[status]}>{status}</Badge>
}

const FILE: Record<FileView['status'], Tone> = { received: 'info', loaded: 'good', rejected: 'bad' }

export function FileStatusBadge({ status }: { status: FileView['status'] }) {
  return <Badge tone={FILE[status]}>{status}</Badge>
}

const CHECK = { passed: 'good', warned: 'warn', failed: 'bad' } as const

export function CheckStatusBadge({ status }: { status: keyof typeof CHECK }) {
  return <Badge tone={CHECK[status]}>{status}</Badge>
}

export const QUARANTINE_STATE_WORDS: Record<QuarantineState, string> = {
  quarantined: 'quarantined',
  waiting: 'waiting for a parent',
  retry: 'to be retried',
  discarded: 'discarded',
  fixed: 'fixed by a later file',
  released: 'released',
}
const STATE: Record<QuarantineState, Tone> = {
  quarantined: 'warn',
  waiting: 'accent',
  retry: 'info',
  discarded: 'neutral',
  fixed: 'good',
  released: 'good',
}

export function QuarantineStateBadge({ state }: { state: QuarantineState }) {
  return <Badge tone={STATE[state]}>{QUARANTINE_STATE_WORDS[state]}</Badge>
}

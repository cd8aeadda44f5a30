import { Ban, Check, Circle, Minus, Play, RotateCw, X } from 'lucide-react'
import { cn } from '@/app/_components/cn'
import type { TaskState } from '@/lib/pipeline/task-summary'

const LOOK: Record<TaskState, { word: string; icon: typeof Check; text: string; cell: string }> = {
  succeeded: { word: 'passed', icon: Check, text: 'text-good', cell: 'bg-good/20 text-good' },
  retried: { word: 'passed after a retry', icon: RotateCw, text: 'text-warn', cell: 'bg-warn/25 text-warn' },
  failed: { word: 'failed', icon: X, text: 'text-bad', cell: 'bg-bad text-panel' },
  running: { word: 'running', icon: Play, text: 'text-c2', cell: 'bg-c2 text-panel' },
  cancelled: { word: 'cancelled', icon: Ban, text: 'text-ink-2', cell: 'bg-c6/30 text-ink-2' },
  skipped: { word: 'skipped', icon: Minus, text: 'text-ink-3', cell: 'bg-line-soft text-ink-3' },
  pending: { word: 'not reached', icon: Circle, text: 'text-ink-3', cell: 'bg-line-soft text-transparent' },
}

/** What a state is called. */
export function stateWord(state: TaskState): string {
  return LOOK[state].word
}

/** The colours of a cell in that state. */
export function stateCell(state: TaskState): string {
  return LOOK[state].cell
}

/** The symbol of a state, so that it can be told without its colour. The word stands beside it or in a label. */
export function StateIcon({ state, className }: { state: TaskState; className?: string }) {
  const { icon: Icon, text } = LOOK[state]
  return <Icon aria-hidden strokeWidth={2.6} className={cn('size-3.5 shrink-0', text, className)} />
}

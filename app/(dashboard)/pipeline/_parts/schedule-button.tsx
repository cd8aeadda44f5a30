'use client'

import { ActionButton } from './action-button'

/** Pauses the schedule or lets it go on. Only an admin sees it. */
export function ScheduleButton({ paused, isAdmin }: { paused: boolean; isAdmin: boolean }) {
  if (!isAdmin) return null
  return (
    <ActionButton
      path="/api/pipeline/schedule"
      body={{ paused: !paused }}
      size="md"
      busy={paused ? 'Resuming…' : 'Pausing…'}
    >
      {paused ? 'Resume schedule' : 'Pause schedule'}
    </ActionButton>
  )
}

'use client'

import { RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from '@/app/_components/ui/button'
import { ErrorState } from '@/app/_components/ui/states'

/** A whole page that failed: what failed, what still holds, what to do. */
export function ErrorPanel({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="rounded-card border border-line bg-panel">
      <ErrorState
        title="This page could not be shown"
        className="min-h-80"
        actions={
          <Button onClick={retry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        }
      >
        <p>
          Most often the database does not answer for a moment. Nothing is lost: the last good load is kept
          and shows again as soon as it does. If it stays like this, look at the output of{' '}
          <code>npm start</code>
          {error.digest ? `, reference ${error.digest}` : ''}.
        </p>
      </ErrorState>
    </div>
  )
}

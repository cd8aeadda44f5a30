import { unstable_rethrow } from 'next/navigation'
import { type ReactNode, Suspense } from 'react'
import { FailedCard } from '@/app/_components/section'
import { CardSkeleton } from '@/app/_components/ui/skeleton'
import { describe } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

/**
 * One part of the page, loaded by itself: while it loads a skeleton of its size, and when it cannot be
 * read its error in its place, so that the others stay.
 */
export function Part({
  label,
  height,
  skeleton,
  render,
}: {
  label: string
  height: number
  skeleton?: ReactNode
  render: () => Promise<ReactNode>
}) {
  return (
    <Suspense fallback={skeleton ?? <CardSkeleton label={label} height={height} />}>
      <Guarded label={label} height={height} render={render} />
    </Suspense>
  )
}

async function Guarded({
  label,
  height,
  render,
}: {
  label: string
  height: number
  render: () => Promise<ReactNode>
}) {
  try {
    return await render()
  } catch (error) {
    unstable_rethrow(error)
    log.error({ err: error, part: label }, 'a part of the pipeline page could not be read')
    return <FailedCard title={label} height={height} reason={firstLine(describe(error))} />
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.slice(0, 300) ?? ''
}

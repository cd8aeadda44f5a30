import { type ReactNode, Suspense } from 'react'
import { Card } from './ui/card'
import { CardSkeleton, TilesSkeleton } from './ui/skeleton'
import { ErrorState } from './ui/states'

/** The state of a page as a React key: another state shows the skeletons again. */
export function stateKey(context: { state: unknown; load: { version: number } | undefined }): string {
  return JSON.stringify([context.load?.version, context.state])
}

/** A card that is loaded by itself, with a skeleton of its final height. */
export function Section({
  label,
  height,
  stateKey,
  children,
  className,
}: {
  label: string
  height: number
  stateKey: string
  children: ReactNode
  className?: string
}) {
  return (
    <Suspense key={stateKey} fallback={<CardSkeleton label={label} height={height} className={className} />}>
      {children}
    </Suspense>
  )
}

/** The row of key figures, loaded by itself. */
export function TilesSection({
  stateKey,
  count,
  children,
}: {
  stateKey: string
  count?: number
  children: ReactNode
}) {
  return (
    <Suspense key={stateKey} fallback={<TilesSkeleton count={count} />}>
      {children}
    </Suspense>
  )
}

/** A card whose figures could not be read. */
export function FailedCard({ title, height, reason }: { title: string; height: number; reason: string }) {
  return (
    <Card title={title}>
      <div className="flex" style={{ minHeight: height }}>
        <ErrorState title="These figures could not be read">
          {reason} The last good load is unharmed and shows again as soon as it can be read; reload the page
          to try.
        </ErrorState>
      </div>
    </Card>
  )
}

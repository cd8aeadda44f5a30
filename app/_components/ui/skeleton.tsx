import { cn } from '@/app/_components/cn'

/** A grey block of the size of what will come. Give it width and height by `className`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block rounded-[6px] bg-line-soft', className)} />
}

/** A card that is being loaded, `height` px of content below its heading. */
export function CardSkeleton({
  height,
  label,
  className,
}: {
  height: number
  label: string
  className?: string
}) {
  return (
    <section
      aria-busy="true"
      aria-label={`${label} is loading`}
      className={cn('rounded-card border border-line bg-panel px-4 pt-3.5 pb-3 shadow-card', className)}
    >
      <h2 className="text-body font-semibold">{label}</h2>
      <Skeleton className="mt-1 h-3.5 w-44 max-w-full" />
      <div className="mt-2.5" style={{ height }}>
        <Skeleton className="h-full w-full" />
      </div>
    </section>
  )
}

/** Tiles that are being loaded. */
export function TilesSkeleton({ count = 5 }: { count?: number }) {
  return (
    <section aria-busy="true" aria-label="Key figures are loading" className="tiles">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks are identical and never move
        <div key={index} className="tile">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="mt-2 h-7 w-32" />
          <Skeleton className="mt-1.5 h-4 w-28" />
          <Skeleton className="mt-2 h-[34px] w-full" />
        </div>
      ))}
    </section>
  )
}

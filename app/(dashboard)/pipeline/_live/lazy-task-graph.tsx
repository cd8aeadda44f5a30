'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/app/_components/ui/skeleton'

/** The graph with its library, fetched when somebody looks at it. */
export const LazyTaskGraph = dynamic(() => import('./task-graph').then((module) => module.TaskGraph), {
  ssr: false,
  loading: () => <Skeleton className="h-[280px] w-full" />,
})

'use client'

import { ErrorPanel } from '@/app/_components/frame/error-panel'

export default function DashboardError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorPanel {...props} />
}

'use client'

import { ErrorPanel } from '@/app/_components/frame/error-panel'

export default function RootError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-screen max-w-2xl content-center p-4">
      <ErrorPanel {...props} />
    </main>
  )
}

import Link from 'next/link'

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-screen max-w-md content-center gap-3 p-6">
      <h1 className="text-title font-semibold">There is no such page</h1>
      <p className="text-ink-2">The address may be old or mistyped.</p>
      <p>
        <Link className="font-medium text-accent underline underline-offset-2" href="/revenue">
          Go to Revenue
        </Link>
      </p>
    </main>
  )
}

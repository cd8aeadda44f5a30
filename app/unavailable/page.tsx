import type { Metadata } from 'next'
import { buttonClass } from '@/app/_components/ui/button'
import { ErrorState } from '@/app/_components/ui/states'

export const metadata: Metadata = { title: 'Not available' }

/** Shown in place of any page while nobody can be told apart, because the database does not answer. */
export default function Unavailable() {
  return (
    <main className="mx-auto grid min-h-screen max-w-2xl content-center p-4">
      <div className="rounded-card border border-line bg-panel shadow-card">
        <h1 className="sr-only">Storeroom is not available</h1>
        <ErrorState
          className="min-h-72"
          title="The database does not answer"
          actions={
            // Reloads the page that was asked for: this one stands in its place, at its address.
            <a href="?" className={buttonClass()}>
              Try again
            </a>
          }
        >
          <p>
            So nobody can be told apart, and no page can be shown. Nothing is lost: the last good load is kept
            and shows again as soon as the database answers. If it stays like this, look at the output of{' '}
            <code>npm start</code>.
          </p>
        </ErrorState>
      </div>
    </main>
  )
}

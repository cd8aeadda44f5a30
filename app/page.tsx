import { redirect } from 'next/navigation'

/** The revenue page is the front page. */
export default function Home() {
  redirect('/revenue')
}

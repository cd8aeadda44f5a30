import { ViewTiles } from '@/app/_components/view-tiles'
import { revenueTiles } from '@/lib/views/revenue/tiles'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function RevenueTiles({ context }: { context: ViewContext }) {
  return <ViewTiles loaded={await loadView(revenueTiles, context)} />
}

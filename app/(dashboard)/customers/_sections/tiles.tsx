import { ViewTiles } from '@/app/_components/view-tiles'
import { customerTiles } from '@/lib/views/customers/tiles'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function CustomerTiles({ context }: { context: ViewContext }) {
  return <ViewTiles loaded={await loadView(customerTiles, context)} />
}

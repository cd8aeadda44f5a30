import { ViewTiles } from '@/app/_components/view-tiles'
import { productTiles } from '@/lib/views/products/tiles'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function ProductTiles({ context }: { context: ViewContext }) {
  return <ViewTiles loaded={await loadView(productTiles, context)} />
}

import { ViewTiles } from '@/app/_components/view-tiles'
import { inventoryFigures } from '@/lib/views/inventory/figures'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function InventoryTiles({ context }: { context: ViewContext }) {
  return <ViewTiles loaded={await loadView(inventoryFigures, context)} />
}

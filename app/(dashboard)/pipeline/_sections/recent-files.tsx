import Link from 'next/link'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { listFiles } from '@/lib/pipeline/list-files'
import { FileTable } from '../_parts/file-table'

const SHOWN = 10

/** The newest files and what became of their rows. */
export async function RecentFiles() {
  const { items, total } = await listFiles({ pageSize: SHOWN })
  return (
    <Card
      title="Files"
      sub="Every file ever received and what became of its rows; the originals are kept"
      actions={
        total > SHOWN && (
          <Link href="/pipeline/files" className={buttonClass('default', 'sm')}>
            All {total.toLocaleString('en-GB')} files
          </Link>
        )
      }
    >
      {items.length > 0 ? (
        <FileTable files={items} />
      ) : (
        <EmptyState title="No file yet">
          Upload CSV exports, or put them into the inbox folder, and run the pipeline.
        </EmptyState>
      )}
    </Card>
  )
}

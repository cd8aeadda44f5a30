import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatBytes, NO_VALUE } from '@/lib/core/format'
import type { FileView } from '@/lib/pipeline/list-files'
import { SelectRows } from './selection'
import { FileStatusBadge } from './status'

/** Files with what became of their rows, and why a refused one was refused. */
export function FileTable({
  files,
  selectable,
}: {
  files: FileView[]
  /** Ids of those that can be ticked; left out, there is nothing to tick. */
  selectable?: readonly number[]
}) {
  const { value } = storeFormat()
  return (
    <Table label="Files">
      <thead>
        <tr>
          {selectable && (
            <Th>
              <SelectRows ids={selectable} label="Select all files of this page" />
            </Th>
          )}
          <Th>File</Th>
          <Th>Entity</Th>
          <Th>Arrived</Th>
          <Th>Status</Th>
          <Th numeric>Read</Th>
          <Th numeric>Loaded</Th>
          <Th numeric>Unchanged</Th>
          <Th numeric>Superseded</Th>
          <Th numeric>Quarantined</Th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.id} className="hover:bg-line-soft/50">
            {selectable && (
              <Td>
                {selectable.includes(file.id) && <SelectRows ids={[file.id]} label={`Select ${file.name}`} />}
              </Td>
            )}
            <Td className="min-w-56 max-w-72">
              <Link
                href={`/pipeline/files/${file.id}`}
                className="block truncate font-medium hover:underline"
                title={file.name}
              >
                {file.name}
              </Link>
              <p className="text-xs">
                <span className="text-ink-3">{formatBytes(file.sizeBytes)}</span> <FileMessage file={file} />
              </p>
            </Td>
            <Td>{file.entity ?? NO_VALUE}</Td>
            <Td className="whitespace-nowrap text-ink-2">
              {value(file.arrivedAt.toISOString(), 'timestamp')}
            </Td>
            <Td>
              <FileStatusBadge status={file.status} />
            </Td>
            <Td numeric>{value(file.rows.read, 'count')}</Td>
            <Td numeric>{value(file.rows.loaded, 'count')}</Td>
            <Td numeric className="text-ink-3">
              {value(file.rows.unchanged, 'count')}
            </Td>
            <Td numeric className="text-ink-3">
              {value(file.rows.superseded, 'count')}
            </Td>
            <Td numeric className={file.rows.quarantined > 0 ? 'text-warn' : 'text-ink-3'}>
              {file.rows.quarantined > 0 ? (
                <Link href={`/pipeline/quarantine?fileId=${file.id}`} className="hover:underline">
                  {value(file.rows.quarantined, 'count')}
                </Link>
              ) : (
                0
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What there is to say about a file, in one line. */
function FileMessage({ file }: { file: FileView }) {
  if (file.status === 'rejected') return <span className="text-bad">{file.rejectMessage}</span>
  if (file.balanced === false)
    return <span className="text-bad">Its rows do not add up to what was read.</span>
  if (file.status === 'received')
    return <span className="text-ink-2">Taken in by a run that has not published it.</span>
  const notes = [
    file.unknownColumns.length > 0 && `columns kept out: ${file.unknownColumns.join(', ')}`,
    file.warnings.length > 0 &&
      `${file.warnings.length} ${file.warnings.length === 1 ? 'warning' : 'warnings'}`,
    file.rows.read === 0 && 'header only, no rows',
  ].filter((note) => note !== false)
  return notes.length > 0 && <span className="text-ink-2">· {notes.join(' · ')}</span>
}

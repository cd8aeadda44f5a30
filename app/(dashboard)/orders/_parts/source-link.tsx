import Link from 'next/link'
import { NO_VALUE } from '@/lib/core/format'
import type { RowSource } from '@/lib/reports/order-trace'

/** The file and record a stored row came from, leading to the raw record. */
export function SourceLink({ source: { fileId, file, record } }: { source: RowSource }) {
  if (file === null) return <span className="text-ink-3">{NO_VALUE}</span>
  return (
    <Link
      href={`/pipeline/files/${fileId}/records/${record}`}
      title={`Record ${record} of ${file}`}
      className="inline-flex max-w-64 items-baseline gap-1 text-accent hover:underline"
    >
      <span className="truncate">{file}</span>
      <span className="shrink-0 tabular-nums">· {record.toLocaleString('en-GB')}</span>
    </Link>
  )
}

import type { ReactNode } from 'react'
import type { TableData } from '@/lib/views/table'
import { buttonClass } from './ui/button'
import { Card } from './ui/card'
import { DataTable } from './ui/data-table'
import { EmptyState } from './ui/states'

export interface TableCardProps {
  title: string
  sub?: ReactNode
  table: TableData
  /** Height of the content in px, as of its skeleton. */
  height: number
  csv?: string
  actions?: ReactNode
  pageSize?: number
  sortedBy?: { name: string; descending: boolean }
  empty?: { title: string; text: ReactNode }
}

/** The table that explains a page, with its CSV. */
export function TableCard({
  title,
  sub,
  table,
  height,
  csv,
  actions,
  pageSize = 10,
  sortedBy,
  empty,
}: TableCardProps) {
  return (
    <Card
      title={title}
      sub={sub}
      actions={
        <>
          {actions}
          {csv && table.rows.length > 0 && (
            <a href={csv} download className={buttonClass('default', 'sm')} aria-label={`${title} as CSV`}>
              CSV
            </a>
          )}
        </>
      }
    >
      <div className="flex flex-col" style={{ minHeight: height }}>
        {table.rows.length === 0 ? (
          <EmptyState title={empty?.title ?? 'Nothing in this period'}>
            {empty?.text ?? 'Choose a longer period or remove a filter.'}
          </EmptyState>
        ) : (
          <DataTable
            label={title}
            columns={table.columns}
            rows={table.rows}
            pageSize={pageSize}
            sortedBy={sortedBy}
          />
        )}
      </div>
    </Card>
  )
}

'use client'

import { ChartLine, Download, Table2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { cn } from '@/app/_components/cn'
import { Button, buttonClass } from '@/app/_components/ui/button'
import { CardHeader } from '@/app/_components/ui/card'
import { DataTable } from '@/app/_components/ui/data-table'
import { EmptyState } from '@/app/_components/ui/states'
import { Tooltip } from '@/app/_components/ui/tooltip'
import type { TableData } from '@/lib/views/table'

export interface ChartCardProps {
  title: string
  sub?: ReactNode
  /** Height of the content in px; the skeleton, the chart and the table twin share it. */
  height: number
  /** Controls at the right of the heading. */
  actions?: ReactNode
  /** The same figures as a table: the twin. */
  table: TableData
  /** Address of the CSV of these figures. */
  csv?: string
  /** What to say when there are no rows: what file or filter would change that. */
  empty?: { title: string; text: ReactNode }
  children: ReactNode
  className?: string
}

/** A chart in its card, with its table twin (button, or the T key while focus is inside) and its CSV. */
export function ChartCard({
  title,
  sub,
  height,
  actions,
  table,
  csv,
  empty,
  children,
  className,
}: ChartCardProps) {
  const [twin, setTwin] = useState(false)
  const heading = useId()
  const isEmpty = table.rows.length === 0
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey || typing) return
    event.preventDefault()
    setTwin((shown) => !shown)
  }
  return (
    <section
      aria-labelledby={heading}
      onKeyDown={isEmpty ? undefined : onKeyDown}
      className={cn(
        'group/card flex min-w-0 flex-col rounded-card border border-line bg-panel px-4 pt-3.5 pb-3 shadow-card',
        className,
      )}
    >
      <CardHeader
        id={heading}
        title={title}
        sub={sub}
        actions={
          isEmpty ? (
            actions
          ) : (
            <>
              {actions}
              <span className="-mr-1.5 flex">
                <Tooltip label={twin ? 'Show the chart (T)' : 'Show as a table (T)'}>
                  <Button
                    variant="ghost"
                    size="icon"
                    className="size-6"
                    aria-pressed={twin}
                    aria-keyshortcuts="t"
                    aria-label={`${title} as a table`}
                    onClick={() => setTwin(!twin)}
                  >
                    {twin ? <ChartLine /> : <Table2 />}
                  </Button>
                </Tooltip>
                {csv && (
                  <Tooltip label="Download as CSV">
                    <a
                      href={csv}
                      download
                      aria-label={`${title} as CSV`}
                      className={cn(buttonClass('ghost', 'icon'), 'size-6')}
                    >
                      <Download />
                    </a>
                  </Tooltip>
                )}
              </span>
            </>
          )
        }
      />
      <div
        className="flex min-h-0 flex-1 flex-col"
        style={{ minHeight: height, ...(twin ? { maxHeight: height, overflow: 'auto' } : {}) }}
      >
        {isEmpty ? (
          <EmptyState title={empty?.title ?? 'Nothing in this period'}>
            {empty?.text ?? 'Choose a longer period or remove a filter.'}
          </EmptyState>
        ) : twin ? (
          <DataTable label={title} columns={table.columns} rows={table.rows} />
        ) : (
          children
        )}
      </div>
    </section>
  )
}

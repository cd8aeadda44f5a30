'use client'

import {
  type ColumnDef,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { cn } from '@/app/_components/cn'
import { useFormat } from '@/app/_components/format-context'
import type { Figure } from '@/lib/core/format'
import { VALUE } from '@/lib/views/orders/links'
import type { TableColumn, TableRow } from '@/lib/views/table'
import { Badge } from './badge'
import { Button } from './button'
import { Table, Td, Th } from './table'
import { Tooltip } from './tooltip'

export interface DataTableProps {
  label: string
  columns: readonly TableColumn[]
  rows: readonly TableRow[]
  /** Rows to a page; all of them when left out. */
  pageSize?: number
  /** Column the rows come sorted by, for the arrow in its heading. */
  sortedBy?: { name: string; descending: boolean }
  /** Shown in place of rows. */
  empty?: string
}

const TEXTUAL = new Set(['text', 'date', 'month', 'timestamp'])

/** Smaller first; missing figures last. Exact for amounts that fit a double's 15 digits. */
function compare(a: Figure, b: Figure, textual: boolean): number {
  if (textual) return String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true })
  return Number(a ?? Number.NEGATIVE_INFINITY) - Number(b ?? Number.NEGATIVE_INFINITY)
}

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
})

/** A table with sorting by its headings and paging. Figures are formatted by their column's unit. */
export function DataTable({ label, columns, rows, pageSize, sortedBy, empty }: DataTableProps) {
  const definitions = useMemo<ColumnDef<typeof features, TableRow>[]>(
    () =>
      columns.map((column) => ({
        id: column.name,
        accessorFn: (row: TableRow) => row[column.name],
        sortDescFirst: !TEXTUAL.has(column.unit),
        sortFn: (a, b) => compare(a.original[column.name], b.original[column.name], TEXTUAL.has(column.unit)),
      })),
    [columns],
  )
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    initialState: {
      sorting: sortedBy ? [{ id: sortedBy.name, desc: sortedBy.descending }] : [],
      pagination: { pageIndex: 0, pageSize: pageSize ?? Math.max(rows.length, 1) },
    },
  })
  const pages = table.getPageCount()
  const { pageIndex } = table.state.pagination

  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.name} column={column} sorting={table.getColumn(column.name)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className="hover:bg-line-soft/50">
              {columns.map((column) => (
                <Td key={column.name} numeric={!TEXTUAL.has(column.unit) || column.unit === 'date'}>
                  <Cell column={column} row={row.original} />
                </Td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <Td colSpan={columns.length} className="py-6 text-center text-ink-2">
                {empty ?? 'Nothing in this period.'}
              </Td>
            </tr>
          )}
        </tbody>
      </Table>
      {pages > 1 && (
        <div className="mt-2 flex items-center justify-end gap-2 text-sub text-ink-2">
          <span aria-live="polite">
            Page {pageIndex + 1} of {pages} · {rows.length.toLocaleString('en-GB')} rows
          </span>
          <Button
            size="sm"
            aria-label="Previous page"
            disabled={!table.getCanPreviousPage()}
            onClick={() => table.previousPage()}
          >
            <ChevronLeft />
          </Button>
          <Button
            size="sm"
            aria-label="Next page"
            disabled={!table.getCanNextPage()}
            onClick={() => table.nextPage()}
          >
            <ChevronRight />
          </Button>
        </div>
      )}
    </>
  )
}

interface Sorting {
  getIsSorted(): false | 'asc' | 'desc'
  toggleSorting(): void
}

function Heading({ column, sorting }: { column: TableColumn; sorting: Sorting | undefined }) {
  const sorted = sorting?.getIsSorted() ?? false
  const numeric = !TEXTUAL.has(column.unit) || column.unit === 'date'
  const Arrow = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ChevronsUpDown
  const button = (
    <button
      type="button"
      onClick={() => sorting?.toggleSorting()}
      className={cn(
        'group inline-flex items-center gap-1 rounded-[4px] hover:text-ink',
        sorted && 'text-ink-2',
        numeric && 'flex-row-reverse',
      )}
    >
      {column.label}
      <Arrow
        aria-hidden
        className={cn('size-3', !sorted && 'opacity-0 group-hover:opacity-70 group-focus-visible:opacity-70')}
      />
    </button>
  )
  return (
    <Th
      numeric={numeric}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
    >
      {column.hint ? <Tooltip label={column.hint}>{button}</Tooltip> : button}
    </Th>
  )
}

/** Where a cell leads, by a field of its row or the link of its column. */
function hrefOf({ hrefFrom, link }: TableColumn, row: TableRow): Figure {
  if (hrefFrom) return row[hrefFrom]
  const value = link && row[link.from]
  return value === null || value === undefined
    ? undefined
    : link?.to.replace(VALUE, encodeURIComponent(String(value)))
}

function Cell({ column, row }: { column: TableColumn; row: TableRow }) {
  const format = useFormat()
  const figure = row[column.name]
  if (column.look === 'badge') {
    if (figure === null || figure === undefined || figure === '') return null
    return <Badge tone={column.tones?.[String(figure)]}>{String(figure)}</Badge>
  }
  if (column.look === 'plus') return format.signed(figure, column.unit, column.style)
  if (column.look === 'signed') {
    const text = format.signed(figure, column.unit, column.style)
    return (
      <span
        className={cn('font-medium', text.startsWith('+') && 'text-good', text.startsWith('−') && 'text-bad')}
      >
        {text}
      </span>
    )
  }
  const text = format.value(figure, column.unit, column.style)
  const href = hrefOf(column, row)
  if (typeof href === 'string' && href !== '') {
    return (
      <Link
        href={href}
        scroll={href.startsWith('/orders') || href.startsWith('/movements')}
        // A table has hundreds of links: they are fetched when clicked, not when seen.
        prefetch={false}
        className={cn(
          'underline-offset-2 hover:underline',
          column.link ? (column.look === 'muted' ? 'text-ink-3' : undefined) : 'font-medium',
        )}
      >
        {text}
      </Link>
    )
  }
  return (
    <span
      className={cn(
        column.look === 'strong' && 'inline-block min-w-36 font-medium',
        column.look === 'muted' && 'text-ink-3',
      )}
    >
      {text}
    </span>
  )
}

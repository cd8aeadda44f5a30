import Link from 'next/link'
import { cellHeat } from './palette'

export interface MatrixCell {
  /** Formatted main figure. */
  main: string
  /** Formatted second figure, below it. */
  note?: string
  /** Intensity 0–1. */
  share: number
  /** Where its figures lead: to what they are made of. */
  href?: string
}

export interface MatrixProps {
  label: string
  /** Heading and explanation of each row and column. */
  rows: readonly { name: string; note?: string }[]
  columns: readonly { name: string; note?: string }[]
  /** cells[row][column]; undefined where a combination cannot occur. */
  cells: readonly (readonly (MatrixCell | undefined)[])[]
}

/** Two classifications against each other: a figure in every cell, darker for more. */
export function Matrix({ label, rows, columns, cells }: MatrixProps) {
  return (
    <table
      aria-label={label}
      className="w-full flex-1 table-fixed border-separate border-spacing-1 text-[13px] tabular-nums"
    >
      <thead>
        <tr className="text-xs text-ink-3">
          <td className="w-[30%]" />
          {columns.map((column) => (
            <th key={column.name} scope="col" className="pb-0.5 text-left font-medium">
              {column.name}
              {column.note && <span className="ml-1 font-normal">{column.note}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.name}>
            <th scope="row" className="pr-1 text-left font-medium text-ink-2">
              {row.name}
              {row.note && <span className="ml-1 text-xs font-normal text-ink-3">{row.note}</span>}
            </th>
            {columns.map((column, at) => {
              const cell = cells[index]?.[at]
              if (!cell) return <td key={column.name} aria-label="does not occur" />
              const figures = (
                <>
                  <span className="font-medium">{cell.main}</span>
                  {cell.note && <span className="ml-1.5 text-[11.5px]">{cell.note}</span>}
                </>
              )
              return (
                <td
                  key={column.name}
                  className="rounded-[5px] leading-tight"
                  style={{ background: cellHeat(cell.share) }}
                >
                  {cell.href ? (
                    <Link
                      href={cell.href}
                      prefetch={false}
                      className="block rounded-[5px] px-2 py-1 hover:underline"
                    >
                      {figures}
                    </Link>
                  ) : (
                    <span className="block px-2 py-1">{figures}</span>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

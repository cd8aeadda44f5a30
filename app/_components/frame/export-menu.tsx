'use client'

import { Download } from 'lucide-react'
import { Button } from '@/app/_components/ui/button'
import { Dropdown, DropdownItem, DropdownLabel } from '@/app/_components/ui/dropdown'

export interface ExportItem {
  title: string
  /** Address of the CSV; the JSON twin is the same with `.json`. */
  csv: string
  json: string
}

/** Every table and chart of the page as a file, with the period and filters of the screen. */
export function ExportMenu({ items }: { items: readonly ExportItem[] }) {
  return (
    <Dropdown
      className="min-w-64"
      trigger={
        <Button>
          <Download aria-hidden className="text-ink-3" />
          Export
        </Button>
      }
    >
      <DropdownLabel>As CSV, with the period and filters shown</DropdownLabel>
      {items.map((item) => (
        <DropdownItem key={item.csv} asChild>
          <a href={item.csv} download>
            {item.title}
          </a>
        </DropdownItem>
      ))}
    </Dropdown>
  )
}

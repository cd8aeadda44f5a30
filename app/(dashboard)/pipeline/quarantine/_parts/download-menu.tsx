'use client'

import { Download } from 'lucide-react'
import { Button } from '@/app/_components/ui/button'
import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from '@/app/_components/ui/dropdown'

export interface DownloadMenuProps {
  /** One file of rejects for each entity of the filter. */
  rejects: readonly { label: string; href: string }[]
  /** The list as a report. */
  report: string
}

/** Downloads of what the filter shows: files to mend and upload again, and the list itself. */
export function DownloadMenu({ rejects, report }: DownloadMenuProps) {
  return (
    <Dropdown
      trigger={
        <Button>
          <Download /> Download
        </Button>
      }
      className="max-w-80"
    >
      {rejects.length > 0 && (
        <>
          <DropdownLabel>To mend in a spreadsheet and upload again</DropdownLabel>
          {rejects.map(({ label, href }) => (
            <DropdownItem key={href} asChild>
              <a href={href} download>
                {label}
              </a>
            </DropdownItem>
          ))}
          <DropdownSeparator />
        </>
      )}
      <DropdownItem asChild>
        <a href={report} download>
          This list, as a report (CSV)
        </a>
      </DropdownItem>
    </Dropdown>
  )
}

import { cn } from '@/app/_components/cn'
import { Table, Td, Th } from '@/app/_components/ui/table'
import type { EntryField, QuarantineEntry } from '@/lib/pipeline/quarantine/read-entry'

/** The record column by column, to read: what each takes, what the file had, what it was corrected to. */
export function FieldsTable({ entry }: { entry: QuarantineEntry }) {
  const corrected = entry.corrected !== null
  return (
    <Table label="The record, column by column">
      <thead>
        <tr>
          <Th>Column</Th>
          {entry.unsplit === null && <Th>As the file had it</Th>}
          {corrected && <Th>Corrected</Th>}
          <Th>What it takes</Th>
        </tr>
      </thead>
      <tbody>
        {entry.fields.map((field) => (
          <tr key={field.name} className={cn('align-top', field.offends && 'bg-bad/8')}>
            <Td className="min-w-32">
              <FieldName field={field} />
            </Td>
            {entry.unsplit === null && (
              <Td className="min-w-32 break-all">
                <FieldText text={field.original} offends={field.offends} />
              </Td>
            )}
            {corrected && (
              <Td className={cn('min-w-32 break-all', field.current !== field.original && 'font-medium')}>
                <FieldText text={field.current} />
              </Td>
            )}
            <Td className="min-w-48 text-ink-2">{field.accepts ?? 'Kept out of the warehouse'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** A column's name as the file has it, whether it must be filled in, and whether it is the one that offends. */
export function FieldName({ field, htmlFor }: { field: EntryField; htmlFor?: string }) {
  const name = (
    <span className={cn('font-medium', field.offends && 'text-bad')}>
      {field.name}
      {field.offends && <span className="sr-only"> (the offending column)</span>}
    </span>
  )
  return (
    <>
      {htmlFor ? <label htmlFor={htmlFor}>{name}</label> : name}
      {field.required && <span className="block text-ink-3 text-xs">required</span>}
    </>
  )
}

export function FieldText({ text, offends }: { text: string | null; offends?: boolean }) {
  if (text === null || text === '') return <i className={offends ? 'text-bad' : 'text-ink-3'}>empty</i>
  return (
    <span
      className={cn(
        'whitespace-pre-wrap',
        offends && 'font-medium text-bad underline decoration-2 underline-offset-2',
      )}
    >
      {text}
    </span>
  )
}

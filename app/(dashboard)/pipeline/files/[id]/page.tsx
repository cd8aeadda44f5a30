import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { Notice } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { requireSession } from '@/lib/auth/session'
import { formatBytes, NO_VALUE } from '@/lib/core/format'
import { type FileView, listFiles } from '@/lib/pipeline/list-files'
import { listQuarantine } from '@/lib/pipeline/list-quarantine'
import { BalanceBar } from '../../_parts/balance-bar'
import { SubHeader } from '../../_parts/crumbs'
import { KeptStates } from '../../_parts/kept-states'
import { QuarantineTable } from '../../_parts/quarantine-table'
import { FileStatusBadge } from '../../_parts/status'
import { inWords } from '../../_parts/words'
import { ReloadDialog } from '../reload-dialog'

export const metadata: Metadata = { title: 'File' }

const SHOWN = 20

/** One file: what it was taken for, where its rows went, its warnings and its rows kept aside. */
export default async function FilePage({ params }: PageProps<'/pipeline/files/[id]'>) {
  const isAdmin = (await requireSession()).role === 'admin'
  const id = Number((await params).id)
  if (!Number.isSafeInteger(id) || id < 1) notFound()
  const [file] = (await listFiles({ fileId: id, pageSize: 1 })).items
  if (!file) notFound()
  const kept = await listQuarantine({ fileId: id, pageSize: SHOWN })
  return (
    <>
      <SubHeader
        title={file.name}
        pill={<FileStatusBadge status={file.status} />}
        actions={isAdmin && file.status !== 'received' && <ReloadDialog shown={[]} ofFilter={[id]} />}
      />
      {file.status === 'rejected' && (
        <Notice tone="bad">
          <strong className="text-bad">The file was refused.</strong> {file.rejectMessage} No row of it was
          loaded; correct it and send it again.
        </Notice>
      )}
      <div className="grid gap-3.5 nav:grid-cols-2">
        <Facts file={file} />
        <Card title="Every row accounted for" sub="Where the rows of this file are now">
          <BalanceBar rows={file.rows} />
          <KeptStates fileId={id} />
        </Card>
      </div>
      <div className="mt-3.5 grid gap-3.5">
        {file.warnings.length > 0 && <Warnings warnings={file.warnings} />}
        {kept.total > 0 && (
          <Card
            title="Rows kept aside"
            sub={
              kept.total > SHOWN ? `The first ${SHOWN} of ${kept.total.toLocaleString('en-GB')}` : undefined
            }
            actions={
              <Link
                href={`/pipeline/quarantine?fileId=${id}`}
                className="text-accent text-sub hover:underline"
              >
                Open in quarantine
              </Link>
            }
          >
            <QuarantineTable rows={kept.items} />
          </Card>
        )}
      </div>
    </>
  )
}

function Facts({ file }: { file: FileView }) {
  const { value } = storeFormat()
  const takenIn = (
    <Link href={`/pipeline/runs/${file.runId}`} className="text-accent hover:underline">
      run {file.runId}
    </Link>
  )
  const facts: [string, React.ReactNode][] = [
    ['Entity', file.entity ?? 'not recognised'],
    ['Arrived', value(file.arrivedAt.toISOString(), 'timestamp')],
    ['Counts as of', value(file.effectiveAt.toISOString(), 'timestamp')],
    ['Size', formatBytes(file.sizeBytes)],
    ['Encoding', file.encoding ?? NO_VALUE],
    ['Delimiter', file.delimiter === '\t' ? 'tab' : (file.delimiter ?? NO_VALUE)],
    ['Columns kept out', file.unknownColumns.length > 0 ? file.unknownColumns.join(', ') : 'none'],
    ['Taken in by', file.runId ? takenIn : NO_VALUE],
  ]
  return (
    <Card title="File" sub="As it was read; the original is kept">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
        {facts.map(([name, fact]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{name}</dt>
            <dd className="break-words">{fact}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Warnings({ warnings }: { warnings: FileView['warnings'] }) {
  return (
    <Card title="Warnings" sub="These rows are loaded; something about them is worth a look">
      <Table label="Warnings">
        <thead>
          <tr>
            <Th>Rule</Th>
            <Th>Column</Th>
            <Th numeric>Rows</Th>
            <Th>For example</Th>
            <Th>What it means</Th>
          </tr>
        </thead>
        <tbody>
          {warnings.map((warning) => (
            <tr key={`${warning.rule} ${warning.columnName}`}>
              <Td className="whitespace-nowrap">{inWords(warning.rule)}</Td>
              <Td>{warning.columnName || NO_VALUE}</Td>
              <Td numeric>{warning.rows.toLocaleString('en-GB')}</Td>
              <Td className="max-w-56 break-words">
                {warning.sampleRow === null
                  ? NO_VALUE
                  : `record ${warning.sampleRow.toLocaleString('en-GB')}`}
                {warning.sampleValue !== null && `: ${warning.sampleValue}`}
              </Td>
              <Td className="min-w-64 text-ink-2">{warning.message}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

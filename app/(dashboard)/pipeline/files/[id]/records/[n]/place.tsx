import Link from 'next/link'
import type { RecordView } from '@/lib/pipeline/records/read-record'
import { inWords } from '../../../../_parts/words'

/** What stands in the warehouse for a record now, in a sentence. */
export function Place({ view: { place, file } }: { view: RecordView }) {
  const order = 'orderId' in place && place.orderId !== null && (
    <Link
      href={`/orders/${encodeURIComponent(place.orderId)}`}
      className="text-accent underline underline-offset-2"
    >
      order {place.orderId}
    </Link>
  )
  const text = 'text-[13px] text-ink-2'
  switch (place.kind) {
    case 'in use':
      return (
        <p className={text}>
          In the warehouse: what is stored came from this record.{order && <> See {order}.</>}
        </p>
      )
    case 'replaced':
      return (
        <p className={text}>
          Another record of the same key stands in the warehouse, because it counts later:{' '}
          <Link
            href={`/pipeline/files/${place.fileId}/records/${place.record}`}
            className="text-accent underline underline-offset-2"
          >
            record {place.record.toLocaleString('en-GB')}
            {place.fileId === file.id ? ' of this file' : ` of file ${place.fileId}`}
          </Link>
          . This one was superseded by it, or says the same.{order && <> See {order}.</>}
        </p>
      )
    case 'kept aside':
      return (
        <p className={text}>
          Kept aside by the rule <strong className="text-bad">{inWords(place.rule)}</strong>
          {place.state === 'waiting' && ', waiting for what it refers to'}: {place.message}.{' '}
          <Link
            href={`/pipeline/quarantine?fileId=${file.id}`}
            className="text-accent underline underline-offset-2"
          >
            Open in quarantine
          </Link>
          .
        </p>
      )
    case 'not stored':
      return (
        <p className={text}>
          {file.status === 'loaded'
            ? 'Nothing stored carries this record’s key: it was superseded and its key has moved on.'
            : 'The run that took the file in has not published it.'}
        </p>
      )
  }
}

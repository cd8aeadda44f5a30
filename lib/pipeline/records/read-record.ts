import { z } from 'zod'
import { matchHeader } from '@/lib/contract/header'
import { SourceError } from '@/lib/core/errors'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import type { Encoding } from '@/lib/records/read'
import { type FileRecord, readRecords } from '@/lib/records/read-records'
import { count } from '../states'
import { archivedPath } from './archived-path'
import { type RecordPlace, recordPlace } from './record-place'

const ENCODINGS = [
  'utf-8',
  'utf-8, damaged',
  'utf-16le',
  'utf-16be',
  'windows-1252',
] as const satisfies Encoding[]

const zFile = z.object({
  id: count,
  name: z.string(),
  archivePath: z.string(),
  status: z.string(),
  entity: z.string().nullable(),
  encoding: z.enum(ENCODINGS).nullable(),
  delimiter: z.string().nullable(),
  header: z.array(z.string()),
  arrivedAt: z.date(),
  runId: count.nullable(),
  version: count.nullable(),
  records: count,
})

/** One field of a record: under which name the file has it, and which column of the contract that is. */
export interface RecordField {
  header: string
  /** null: kept out of the warehouse. */
  column: string | null
  /** undefined where the record ends too early. */
  value: string | undefined
}

export interface RecordView {
  file: Omit<z.infer<typeof zFile>, 'archivePath' | 'encoding' | 'delimiter'> & {
    encoding: string
    delimiter: string
  }
  record: FileRecord
  fields: RecordField[]
  place: RecordPlace
  /** The records before and behind it. */
  neighbours: FileRecord[]
}

export interface ReadRecordOptions {
  /** Records shown on either side. */
  around?: number
  signal?: AbortSignal
  db?: Queryable
  home?: string
}

/**
 * A record of a file as it stands in the archived original, and what stands in the warehouse for it now.
 * @param recordNumber 1 = the first record below the header
 * @returns undefined when there is no such file or record
 * @throws SourceError when the original is not there or cannot be read
 */
export async function readRecord(
  fileId: number,
  recordNumber: number,
  { around = 2, signal, db = pool(), home }: ReadRecordOptions = {},
): Promise<RecordView | undefined> {
  const [found] = await query(
    zFile,
    `select f.id, f.name, f.archive_path as "archivePath", f.status, f.entity, f.encoding, f.delimiter, f.header,
       f.arrived_at as "arrivedAt", f.run_id as "runId", v.version, f.rows_read as records
     from pipeline.source_files f left join pipeline.warehouse_version v on v.run_id = f.run_id
     where f.id = $1`,
    [fileId],
    db,
  )
  if (!found) return undefined
  const { archivePath, encoding, delimiter, ...file } = found
  // A refused file was never split, so it has no records.
  if (!encoding || !delimiter || recordNumber < 1) return undefined
  const records = await readRecords(archivedPath(archivePath, home), {
    encoding,
    delimiter,
    fields: file.header.length,
    from: Math.max(1, recordNumber - around),
    to: recordNumber + around,
    signal,
  }).catch(notThere)
  const record = records.find((one) => one.recordNumber === recordNumber)
  if (!record) return undefined
  const fields = fieldsOf(file.header, record)
  const values = new Map(
    fields.flatMap(({ column, value }) => (column !== null && value !== undefined ? [[column, value]] : [])),
  )
  return {
    file: { ...file, encoding, delimiter },
    record,
    fields,
    place: await recordPlace({ fileId, recordNumber, entity: file.entity ?? '', values }, db),
    neighbours: records.filter((one) => one !== record),
  }
}

function notThere(error: unknown): never {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT')
    throw new SourceError('original_missing', 'The file’s original is no longer in the archive.', {
      cause: error,
      whatToDo: 'Restore STOREROOM_HOME/archive from a backup. The loaded rows are not affected.',
    })
  throw error
}

function fieldsOf(header: readonly string[], { content }: FileRecord): RecordField[] {
  const match = matchHeader(header)
  const columns = match.kind === 'matched' ? match.columns : []
  const values = content.kind === 'fields' ? content.fields : []
  return header.map((name, i) => ({ header: name, column: columns[i] ?? null, value: values[i] }))
}

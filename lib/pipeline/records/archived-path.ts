import { basename, join } from 'node:path'
import { env } from '@/lib/core/env'
import { SourceError } from '@/lib/core/errors'

/** Names the archive gives: the content's sha256 and the ending it came with. */
const NAME = /^[0-9a-f]{64}\.(csv|tsv)(\.gz)?$/

/**
 * Where the original of a file is. Only names the archive itself gives are taken, so that no entry of the books can
 * lead anywhere else.
 * @param archivePath of pipeline.source_files, relative to STOREROOM_HOME
 * @throws SourceError not_archived
 */
export function archivedPath(archivePath: string, home = env().home): string {
  const name = basename(archivePath)
  if (archivePath !== join('archive', name) || !NAME.test(name))
    throw new SourceError('not_archived', 'The file’s original is not in the archive.', {
      whatToDo: 'Its rows are loaded all the same; only the raw records cannot be shown.',
    })
  return join(home, 'archive', name)
}

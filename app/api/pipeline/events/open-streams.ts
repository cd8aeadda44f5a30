type End = () => void

const holder = globalThis as typeof globalThis & { storeroomStreams?: Set<End> }

/**
 * The event streams of this process, each as what ends it. The server waits for its connections
 * before it stops, and an event stream has no end of its own: so a signal to stop ends them all.
 */
export function openStreams(): Set<End> {
  if (!holder.storeroomStreams) {
    holder.storeroomStreams = new Set()
    process.once('SIGTERM', endStreams)
    process.once('SIGINT', endStreams)
  }
  return holder.storeroomStreams
}

export function endStreams(): void {
  for (const end of [...(holder.storeroomStreams ?? [])]) end()
}

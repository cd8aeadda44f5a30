// Preloaded into the children of `npm start`. They hold a channel to it: when it is gone for
// whatever reason, SIGKILL included, they end as if asked to. Children of the children inherit
// the preload (Next's build workers do) but belong to their own parent: they are left alone.
if (process.channel && String(process.ppid) === process.env.STOREROOM_STARTER) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 15_000).unref()
  })
  // A listener keeps the channel, and with it the process, alive: undone, as it only listens.
  process.channel.unref()
}

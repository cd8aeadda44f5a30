// Preloaded into the children of `npm start`. They hold a channel to it: when it is gone for
// whatever reason, SIGKILL included, they end as if asked to.
if (process.channel) {
  process.channel.unref()
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 15_000).unref()
  })
}

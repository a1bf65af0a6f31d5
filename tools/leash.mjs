/*
 * Loaded before an app that the supervisor starts (`node --import tools/leash.mjs ...`): when the supervisor is gone, even
 * by kill -9, the channel to it closes, and the app ends as if asked to, or is ended after ten seconds.
 */
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000).unref();
});
process.channel?.unref();

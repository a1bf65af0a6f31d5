/*
 * Runs PostgreSQL on behalf of a supervisor and outlives nobody: when the supervisor's end of the channel closes (it
 * ended, or was killed -9) the server is stopped the fast way. A process of its own, in a session of its own, so that
 * Ctrl-C in the terminal does not reach the server before the api and the worker have ended.
 *
 * argv: one JSON object { command, args, uid?, gid? }. stdout and stderr are the server's log, the environment is the server's.
 */
import { spawn } from 'node:child_process';

const { command, args, uid, gid } = JSON.parse(process.argv[2]);
const server = spawn(command, args, { uid, gid, cwd: '/', stdio: ['ignore', 'inherit', 'inherit'] });

let stopping = false;

/** Fast shutdown (SIGINT: roll back, checkpoint, end); after `patience` ms the immediate one, which costs a recovery at the next start. */
function stop(patience) {
  if (stopping) return;
  stopping = true;
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGQUIT'), patience).unref();
}

process.on('message', (message) => {
  if (message.stop) stop(message.patience ?? 5000);
});
process.on('disconnect', () => stop(8000));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => stop(8000));

server.on('error', (error) => {
  console.error(`could not start ${command}: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)));
process.send?.({ server: server.pid });

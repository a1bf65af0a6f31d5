/*
 * `npm start`: everything from a fresh clone to a running newsroom, with nothing but Node. Installs and builds what is
 * missing, then supervises PostgreSQL, worker and api until Ctrl-C, SIGTERM or SIGHUP. Loads no package before npm has run.
 */
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { stopRequest } from './stop-request.mjs';
import { endWith } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

process.stdout.on('error', () => undefined); // a closed terminal must not keep the children from being ended

try {
  checkNode();
  await ensureInstalled(root);
  await ensureBuilt(root);
  const { supervise } = await import('./supervisor.mjs');
  await supervise(root, stopRequest());
  console.log('Corroborate has ended.');
} catch (error) {
  endWith(error, root);
}
process.exit();

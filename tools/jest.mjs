/*
 * `npm run jest -- <jest's own arguments>`: Jest as the sources need it (ES modules). The projects that want PostgreSQL start
 * a private one in their global set-up, unless `npm test` has.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));

/** Starts Jest with `args`. */
export function jest(args, { env = process.env, stdio = 'inherit', signal } = {}) {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...node, bin, ...args], { cwd: root, env, stdio, signal });
}

/** Jest takes every word after --selectProjects for a project; one with a slash is a path here. */
function pathsApart(args) {
  const at = args.indexOf('--selectProjects');
  const isPath = (word, index) => at >= 0 && index > at && /[/.]/.test(word) && !word.startsWith('-');
  const paths = args.filter(isPath);
  return paths.length > 0 ? [...args.filter((word, index) => !isPath(word, index)), '--', ...paths] : args;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const child = jest(pathsApart(process.argv.slice(2)));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (code) => process.exit(code ?? 1));
}

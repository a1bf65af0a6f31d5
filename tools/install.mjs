import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Trouble } from './trouble.mjs';

const OLDEST = [20, 19];

/** Ends the command on a Node that cannot run the product. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Trouble(
    `Corroborate needs Node ${OLDEST.join('.')} or newer, and this is ${version}: see https://nodejs.org.`,
  );
}

const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/**
 * What package-lock.json asks for and node_modules does not have, by npm's own record of what it installed
 * (node_modules/.package-lock.json, written last: an interrupted install has none). Packages for other platforms are
 * optional and do not count.
 */
export function missingPackages(root) {
  const wanted = read(path.join(root, 'package-lock.json'))?.packages ?? {};
  const present = read(path.join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted)
    .filter(([name, entry]) => name !== '' && !entry.optional && !entry.devOptional && !entry.link)
    .filter(([name, entry]) => present[name]?.version !== entry.version)
    .map(([name]) => name.replace(/^node_modules\//, ''));
}

/** `npm ci` when node_modules is missing, unfinished or older than package-lock.json; a sign of life every few seconds. */
export async function ensureInstalled(root, say = console.log) {
  const missing = missingPackages(root);
  if (missing.length === 0) return false;
  say(`Installing packages with npm ci (${missing.length} to fetch; the first time this takes a minute or two) ...`);
  const started = Date.now();
  const beat = setInterval(() => say(`  ... ${seconds(started)} s, ${countFilled(root)} packages unpacked`), 5000);
  try {
    await npmCi(root);
  } finally {
    clearInterval(beat);
  }
  const left = missingPackages(root);
  if (left.length > 0)
    throw new Trouble(`npm ended well but did not install ${left[0]}: delete node_modules and start again.`);
  say(`  installed in ${seconds(started)} s`);
  return true;
}

/**
 * Development packages are wanted even where NODE_ENV says production: TypeScript is compiled on this machine. No package needs
 * its install scripts (compilers, telemetry) for what we do with it.
 */
function npmCi(root) {
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const viaNode = process.env.npm_execpath && existsSync(process.env.npm_execpath);
  const [command, first] = viaNode ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => reject(new Trouble(`npm could not be started (${error.message}): is it installed?`)));
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Trouble(`Installing the packages failed (npm ci: ${signal ?? `code ${code}`}); its own words are above.`),
        );
    });
  });
}

const seconds = (since) => Math.round((Date.now() - since) / 1000);

/** npm makes all folders first and fills them then. */
function countFilled(root) {
  const modules = path.join(root, 'node_modules');
  try {
    return readdirSync(modules).filter((name) => existsSync(path.join(modules, name, 'package.json'))).length;
  } catch {
    return 0;
  }
}

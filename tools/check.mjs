/*
 * `npm run check`: everything that can be known without running a test. `npm run check -- lint format` runs those parts only.
 * Each part is one command that prints what is wrong and ends with a code other than 0.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { startTestServers } from './test-servers.mjs';
import { endWith } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const bin = (name) => ['node_modules/.bin', name].join('/');
const node = process.execPath;
const FOLDERS = ['apps', 'libs', 'migrations', 'test', 'bench', 'tools'];

/** `servers`: the part needs the PostgreSQL of the tests. */
export const parts = [
  { name: 'types', command: bin('tsc'), args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: bin('eslint'), args: ['.'] },
  { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'architecture',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.mjs', ...FOLDERS.filter((folder) => existsSync(`${root}/${folder}`))],
  },
  { name: 'lockfile', command: node, args: ['tools/lock-platforms.mjs', '--check'] },
  { name: 'names', command: node, args: ['tools/names.mjs'] },
  { name: 'generated', command: node, args: ['tools/generate.mjs', '--check'] },
  { name: 'schema', command: node, args: ['tools/schema.mjs', '--check'], servers: true },
  { name: 'boot', command: node, args: ['tools/boot.mjs'], servers: true },
];

/** Runs parts two at a time: `[{ name, ok, seconds }]`. What a failed part printed is shown. */
export async function runChecks(chosen, env, { say = console.log, signal } = {}) {
  const waiting = [...chosen];
  const results = [];
  const lane = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const started = Date.now();
      const { code, output } = await run(part, env, signal);
      const result = { name: part.name, ok: code === 0, seconds: Math.round((Date.now() - started) / 1000) };
      say(`${result.ok ? '✓' : '✗'} check ${part.name} (${result.seconds} s)`);
      if (!result.ok) say(output.trimEnd());
      results.push(result);
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

function run({ command, args }, env, signal) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

async function main(names) {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no check ${unknown.join(', ')}: ${parts.map((part) => part.name).join(', ')}.`);
  const chosen = parts.filter((part) => names.length === 0 || names.includes(part.name));
  await ensureInstalled(root);
  await ensureBuilt(root);
  const servers = chosen.some((part) => part.servers) ? await startTestServers(root, { redis: false }) : undefined;
  try {
    const results = await runChecks(chosen, { ...process.env, ...servers?.env });
    if (results.some((result) => !result.ok)) process.exitCode = 1;
  } finally {
    await servers?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv.slice(2)).catch((error) => endWith(error, root));

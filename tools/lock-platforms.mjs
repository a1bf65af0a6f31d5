/*
 * A registry mirror that keeps packages for its own platform only lets npm write a package-lock.json without the others', and
 * `npm ci` refuses such a file everywhere. Run after every `npm install`: adds what optionalDependencies name and the lockfile
 * lacks, with the platform that its name tells, so that the file serves Linux and macOS alike. `--check` only tells.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** `{ name, entry }` of each package that the lockfile should hold and does not. */
export function missingPlatforms({ packages }) {
  const missing = [];
  for (const parent of Object.values(packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      const found = Object.keys(packages).some(
        (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
      );
      const entry = found ? undefined : entryFor(name, range, parent);
      if (entry) missing.push({ name, entry });
    }
  }
  return missing;
}

function entryFor(name, range, parent) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => OS.includes(word));
  const cpu = words.find((word) => CPU.includes(word));
  if (!os && !cpu) return undefined;
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') && os === 'linux' ? ['glibc'] : undefined;
  return {
    version: range.replace(/^[^\d]*/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc }),
    ...(parent.license && { license: parent.license }),
    optional: true,
    ...(os && { os: [os === 'windows' ? 'win32' : os] }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatforms(lock);
  for (const { name } of missing) console.log(`${name} is missing from package-lock.json`);
  if (process.argv.includes('--check')) process.exitCode = missing.length > 0 ? 1 : 0;
  else if (missing.length > 0) {
    for (const { name, entry } of missing) lock.packages[`node_modules/${name}`] = entry;
    const { '': top, ...rest } = lock.packages;
    lock.packages = { '': top, ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))) };
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
}

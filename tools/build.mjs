import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWith, Trouble } from './trouble.mjs';

const FOLDERS = ['apps', 'libs', 'migrations'];
const LEFT_OUT = /(\.spec\.ts|\.d\.ts|\.md|\.tsbuildinfo)$/;
const STAMP = '.built-from';

/**
 * Compiles apps, libs and migrations into dist with swc, as the tests do (about a second; types are the business of
 * `npm run check`). Other files go along as they are. Nothing happens when dist was made from these very bytes.
 */
export async function ensureBuilt(root, say = console.log) {
  const files = (await Promise.all(FOLDERS.map((folder) => list(root, folder)))).flat().sort();
  const stamp = await fingerprint(root, files);
  const stampFile = path.join(root, 'dist', STAMP);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  say('Building ...');
  const fresh = path.join(root, `dist.${process.pid}`);
  try {
    await mkdir(fresh, { recursive: true });
    await compileAll(root, files, fresh);
    await writeFile(path.join(fresh, STAMP), stamp);
    await rm(path.join(root, 'dist'), { recursive: true, force: true });
    await rename(fresh, path.join(root, 'dist'));
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return true;
}

async function list(root, folder) {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !LEFT_OUT.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

async function fingerprint(root, files) {
  const hash = createHash('sha256');
  for (const file of ['.swcrc', 'tools/build.mjs', ...files]) {
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

async function compileAll(root, files, target) {
  const { transform } = await import('@swc/core');
  const options = JSON.parse(await readFile(path.join(root, '.swcrc'), 'utf8'));
  for (const file of files) {
    const out = path.join(target, file);
    await mkdir(path.dirname(out), { recursive: true });
    if (!file.endsWith('.ts')) {
      await cp(path.join(root, file), out);
      continue;
    }
    const source = await readFile(path.join(root, file), 'utf8');
    const { code, map } = await transform(source, {
      ...options,
      swcrc: false,
      filename: path.join(root, file),
      sourceFileName: path.relative(path.dirname(path.join(root, 'dist', file)), path.join(root, file)),
      sourceMaps: true,
    }).catch((error) => {
      throw new Trouble(`${file} does not compile: ${error.message}`);
    });
    const js = out.replace(/\.ts$/, '.js');
    await writeFile(js, `${code}\n//# sourceMappingURL=${path.basename(js)}.map\n`);
    if (map) await writeFile(`${js}.map`, map);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  await ensureBuilt(root)
    .then((built) => console.log(built ? 'Built dist.' : 'dist is fresh.'))
    .catch((error) => endWith(error, root));
}

/*
 * Names that an import graph cannot see: no file or folder of ours is called by a word that says nothing about what is
 * inside, every lib has its line in tools/layers.mjs and a door, and every listed system handle exists.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyNames, layers, systemHandles } from './layers.mjs';

const FOLDERS = ['apps', 'libs', 'migrations', 'test', 'bench', 'tools'];

/** Sentences about what is wrong below `root`; none when all is well. */
export function wrongNames(root) {
  const wrong = [];
  for (const folder of FOLDERS.filter((name) => existsSync(path.join(root, name)))) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true })) {
      const name = path.basename(entry).split('.')[0];
      if (emptyNames.includes(name)) wrong.push(`${path.join(folder, entry)}: "${name}" does not say what is inside`);
    }
  }
  const libs = existsSync(path.join(root, 'libs')) ? readdirSync(path.join(root, 'libs')) : [];
  for (const lib of libs) {
    if (!layers[lib]) wrong.push(`libs/${lib} has no line in tools/layers.mjs`);
    if (!existsSync(path.join(root, 'libs', lib, 'index.ts'))) wrong.push(`libs/${lib} has no door (index.ts)`);
  }
  for (const file of systemHandles) {
    if (!existsSync(path.join(root, file))) wrong.push(`${file} is listed in tools/layers.mjs and does not exist`);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = wrongNames(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
}

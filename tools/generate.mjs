/*
 * `npm run generate` writes what is generated from the code into test/contracts, where it is committed and reviewed like code;
 * `--check` compares instead and names what differs. To generate something more, add a line to `outputs`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { endWith, Trouble } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const built = (file) => import(pathToFileURL(path.join(root, 'dist', file)).href);
const json = (value) => JSON.stringify(value, null, 2);

/** `produce` runs on the fresh build and resolves to the file's whole text. */
const outputs = [
  { file: 'test/contracts/workflow.md', produce: async () => (await import('#workflow')).drawWorkflow() },
  { file: 'test/contracts/permissions.md', produce: async () => (await import('#workflow')).permissionMatrix() },
  { file: 'test/contracts/openapi.json', produce: openapi },
  { file: 'test/contracts/events.json', produce: events },
  {
    file: 'test/contracts/assistants.json',
    produce: async () => json((await import('#assistants')).assistantContract()),
  },
  { file: 'README.md', produce: readme },
];

/** The document of a service at the default address, as /openapi.json serves it. */
async function openapi() {
  await built('apps/api/src/api.module.js');
  const { openapiDocument } = await built('apps/api/src/http/openapi.js');
  return json(openapiDocument());
}

/** The README as it is, with the table of the environment between its two marks. */
async function readme() {
  const { variables } = await import('#config');
  const rows = variables.map(({ name, fallback, meaning }) => {
    const value = fallback === undefined ? 'required' : fallback === '' ? '' : `\`${fallback}\``;
    return `| \`${name}\` | ${value} | ${meaning} |`;
  });
  const table = ['', '| variable | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
  const marks = /(<!-- configuration: .*? -->)[^]*(<!-- end of configuration -->)/;
  return readFileSync(path.join(root, 'README.md'), 'utf8').replace(
    marks,
    (_, start, end) => `${start}\n${table}\n${end}`,
  );
}

/** Every event type with the JSON Schema of its data and an example, history-only ones included. */
async function events() {
  await built('apps/api/src/api.module.js');
  await built('apps/worker/src/worker.module.js');
  const { eventTypes } = await import('#log');
  const { jsonSchemaOf } = await built('apps/api/src/http/json-schema.js');
  const types = [...eventTypes()].sort((a, b) => (a.type < b.type ? -1 : 1));
  return json(types.map(({ data, ...rest }) => ({ ...rest, schema: jsonSchemaOf(data, 'output') })));
}

async function main(check) {
  await ensureInstalled(root);
  await ensureBuilt(root, () => undefined);
  await import('reflect-metadata');
  const stale = [];
  for (const { file, produce } of outputs) {
    const text = `${(await produce()).trimEnd()}\n`;
    const target = path.join(root, file);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    stale.push(file);
    if (check) continue;
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    console.log(`wrote ${file}`);
  }
  if (check && stale.length > 0)
    throw new Trouble(`Not as the code generates it: ${stale.join(', ')}. Run npm run generate.`);
}

await main(process.argv.includes('--check')).catch((error) => endWith(error, root));
process.exit();

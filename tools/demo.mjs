/*
 * `npm run demo [-- FILE]`: plays one claim's whole story against the real service and prints it. Starts a service of its own in
 * a temporary folder, unless CORROBORATE_URL and CORROBORATE_TOKEN (an admin's) name a running one, which must have been started
 * with EGRESS_ALLOW=127.0.0.1/32, since the cited page and the webhook's receiver live on this machine.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, ensureInstalled } from './install.mjs';
import { ensureBuilt } from './build.mjs';
import { endWith, Trouble } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const given = process.argv[2];

async function main() {
  checkNode();
  await ensureInstalled(root);
  await ensureBuilt(root);
  const file = given ? path.resolve(given) : path.join(root, 'tools/demo/harbour-barrier.txt');
  const article = await readFile(file, 'utf8').catch((error) => {
    throw new Trouble(`The article ${file} cannot be read: ${error.message}.`);
  });
  const { theService } = await import('./demo/service.mjs');
  const { Town } = await import('./demo/town.mjs');
  const { tell } = await import('./demo/story.mjs');
  const service = await theService(root);
  const town = await Town.open();
  const stop = async () => {
    await town.close();
    await service.stop();
  };
  process.once('SIGINT', () => void stop().then(() => process.exit(130)));
  process.once('SIGTERM', () => void stop().then(() => process.exit(143)));
  try {
    await tell(service, town, article);
  } finally {
    await stop();
  }
}

await main().catch((error) => endWith(error, root));
process.exit();

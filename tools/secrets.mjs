import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Trouble } from './trouble.mjs';

const makeKey = () => randomBytes(32).toString('base64url');

/**
 * What the one-command start makes once and keeps under `.data`, mode 0600: the key that encrypts webhook secrets, and,
 * with the embedded server, the first admin's token, so that nobody has to catch it as it scrolls by. The environment's own
 * SECRET_KEY and CORROBORATE_BOOTSTRAP_TOKEN come first, and are not written down.
 *
 * Resolves to `{ secretKey, token?, settle(created) }`; `settle` drops a token that the database did not take.
 */
export async function localSecrets(data, { embedded }) {
  const secretKey = process.env.SECRET_KEY || (await kept(path.join(data, 'secret-key'), makeKey));
  const given = process.env.CORROBORATE_BOOTSTRAP_TOKEN || undefined;
  if (given || !embedded) return { secretKey, token: given, settle: async () => undefined };
  const file = path.join(data, 'token');
  const before = existsSync(file);
  const token = await kept(file, () => `cor_${makeKey()}`);
  const settle = async (created) => {
    if (!created && !before) await rm(file, { force: true });
  };
  return { secretKey, token, settle };
}

async function kept(file, make) {
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) throw new Trouble(`${file} should be a file, but it is a folder: move it away.`);
    const found = readFileSync(file, 'utf8').trim();
    if (found) return found;
  }
  const made = make();
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}

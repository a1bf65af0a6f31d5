import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a person reads when everything runs: where things are, the token or where it is kept, and a line to try. */
export function welcome({ url, env, data, first }) {
  const file = path.join(data, 'token');
  const kept = existsSync(file);
  const shown = path.relative(process.cwd(), file);
  const lines = ['', 'Corroborate is ready.', ''];
  const row = (label, value) => lines.push(`  ${label.padEnd(15)}${value}`);
  row('API', `${url}/v1`);
  row('Documentation', `${url}/docs`);
  row('Public pages', `${url}/public/${env.CORROBORATE_NEWSROOM || 'demo'}`);
  row('Token', tokenLine(first, kept, file, shown));
  row('Logs', path.relative(process.cwd(), path.join(data, 'logs')) + path.sep);
  const bearer = kept ? `$(cat ${shown})` : (first.token ?? '$TOKEN');
  lines.push('', `  curl -s -H "Authorization: Bearer ${bearer}" ${url}/v1/me`, '', 'Ctrl-C ends it.', '');
  return lines.join('\n');
}

function tokenLine({ created, token }, kept, file, shown) {
  if (created && kept) return `${readFileSync(file, 'utf8').trim()}  (kept in ${shown})`;
  if (kept) return `in ${shown}`;
  if (token) return `${token}  (shown this once: keep it)`;
  return created ? 'CORROBORATE_BOOTSTRAP_TOKEN' : 'the one of the first start';
}

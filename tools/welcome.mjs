import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a person reads when everything runs: where things are, the token or where it is kept, and a line to try. */
export function welcome({ url, env, data, token, created }) {
  const file = path.join(data, 'token');
  const kept = existsSync(file);
  const shown = path.relative(process.cwd(), file);
  const lines = ['', 'Corroborate is ready.', ''];
  const row = (label, value) => lines.push(`  ${label.padEnd(15)}${value}`);
  row('API', `${url}/v1`);
  row('Documentation', `${url}/docs`);
  row('Public pages', `${url}/public/${env.CORROBORATE_NEWSROOM || 'demo'}`);
  if (created && token) row('Token', kept ? `${token}  (kept in ${shown})` : `${token}  (shown this once: keep it)`);
  else if (kept) row('Token', `in ${shown}`);
  else row('Token', 'the one of the first start (CORROBORATE_BOOTSTRAP_TOKEN, or the one printed then)');
  row('Logs', path.relative(process.cwd(), path.join(data, 'logs')) + path.sep);
  const bearer = kept ? `$(cat ${shown})` : created && token ? token : '$TOKEN';
  lines.push('', `  curl -s -H "Authorization: Bearer ${bearer}" ${url}/v1/me`, '', 'Ctrl-C ends it.', '');
  return lines.join('\n');
}

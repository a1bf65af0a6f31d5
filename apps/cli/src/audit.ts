/**
 * `npm run -s audit -- verify FILE [--anchors HEADS.json]`: checks an export of the log. Needs no database and no network.
 * Ends with 0 when the log holds, 1 when it is broken, 2 when it cannot be read.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { argv, stderr, stdin, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { verifyDossier } from './verify-dossier.js';
import { publishedAnchors, stampsOf, told, verifyExport } from './verify.js';

const USAGE = `Usage:
  audit verify FILE [--anchors HEADS.json]
                         FILE as GET /v1/audit/export gives it, - for standard input;
  audit verify-dossier FILE [--log EXPORT] [--anchors HEADS.json]
                         FILE as GET /v1/fact-checks/{id}/versions/{n}/dossier gives it; with EXPORT, its rows are
                         looked for in the chain of the newsroom's log
                         HEADS.json as the newsroom publishes it: /public/{newsroom}/log-heads.json
`;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    allowPositionals: true,
    options: { anchors: { type: 'string' }, log: { type: 'string' } },
  });
  const [command, file, ...more] = positionals;
  if ((command !== 'verify' && command !== 'verify-dossier') || file === undefined || more.length > 0)
    throw new Error('Say what to verify.');
  const known = values.anchors === undefined ? [] : publishedAnchors(await readFile(values.anchors, 'utf8'));
  if (command === 'verify-dossier') {
    const dossier = await verifyDossier(
      await readFile(file, 'utf8'),
      values.log && createReadStream(values.log),
      known,
    );
    stdout.write(dossier.told);
    process.exitCode = dossier.ok ? 0 : 1;
    return;
  }
  const found = await verifyExport(file === '-' ? stdin : createReadStream(file), known);
  const stamps = stampsOf(found);
  stdout.write([...stamps.lines, told(found)].join('\n'));
  process.exitCode = found.ok && stamps.ok ? 0 : 1;
}

run().catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
});

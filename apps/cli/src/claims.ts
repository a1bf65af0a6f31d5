/**
 * `npm run -s claims -- extract FILE | attributions FILE.jsonl | score | match --corpus DOCS.tsv --queries QUERIES.tsv`
 * Reads files or standard input, writes JSON lines or plain numbers. No database, no network. Usage and formats: docs/extraction.md.
 */
import { createReadStream } from 'node:fs';
import { stdin, stdout, stderr, argv } from 'node:process';
import { attributions, extract, match, score, type Write } from './commands.js';

const USAGE = `Usage:
  claims extract FILE            claims of a text or web page as JSON lines; of a .jsonl of {id, text}, one line {id, claims} for each
  claims attributions FILE.jsonl {id, text} in; {id, attributions: [{source, cue, content}]} out, spans in code points
  claims score                   a sentence a line on standard input; a score in [0, 1] a line on standard output
  claims match --corpus DOCS.tsv --queries QUERIES.tsv
                                 a header, then id, claim, title, and id, text; TREC run lines out, ten a query
`;

const write: Write = (line) =>
  new Promise((done) => (stdout.write(`${line}\n`) ? done() : stdout.once('drain', () => done())));

const tell = (note: string): unknown => stderr.write(`${note}\n`);

function option(name: string): string {
  const at = argv.indexOf(`--${name}`);
  const value = at === -1 ? undefined : argv[at + 1];
  if (value === undefined) throw new Error(`--${name} is missing.`);
  return value;
}

async function run(command: string | undefined, file: string | undefined): Promise<void> {
  const input = (): NodeJS.ReadableStream => (file === undefined || file === '-' ? stdin : createReadStream(file));
  switch (command) {
    case 'extract':
      return extract(input(), file?.endsWith('.jsonl') === true, write, tell);
    case 'attributions':
      return attributions(input(), write);
    case 'score':
      return score(input(), write);
    case 'match':
      return match(createReadStream(option('corpus')), createReadStream(option('queries')), write, tell);
    default:
      throw new Error(command === undefined ? 'A command is missing.' : `There is no command ${command}.`);
  }
}

stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
run(argv[2], argv[3]).catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
});

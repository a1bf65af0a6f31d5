import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../../apps/cli/src/delimited.js';

/** Rows of a delimited file with quoted fields (RFC 4180 quoting, any one-character delimiter), without its header. */
export function table(file: string, delimiter: ',' | '\t'): Record<string, string>[] {
  const [header, ...rows] = cellsOf(readFileSync(file, 'utf8'), delimiter);
  if (header === undefined) return [];
  return rows
    .filter((row) => row.length > 1)
    .map((row) => Object.fromEntries(header.map((name, i) => [name === '' ? 'id' : name, row[i] ?? ''])));
}

export interface Sentence {
  text: string;
  worthy: boolean;
}

export function ct24(dir: string, part: 'train' | 'dev' | 'devtest'): Sentence[] {
  return table(join(dir, 'checkworthiness', `ct24_english_${part}.tsv`), '\t').map((row) => ({
    text: row.Text ?? '',
    worthy: row.class_label === 'Yes',
  }));
}

export interface Graded extends Sentence {
  factual: boolean;
}

/** ClaimBuster (Arslan et al., 2020; doi 10.5281/zenodo.3609356; CC BY 4.0). */
export function claimBuster(dir: string, part: 'crowdsourced' | 'groundtruth'): Graded[] {
  return table(join(dir, 'checkworthiness', `claimbuster_${part}.csv`), ',').map((row) => ({
    text: row.Text ?? '',
    worthy: row.Verdict === '1',
    factual: row.Verdict !== '-1',
  }));
}

export function claimBusterStrict(dir: string): Sentence[] {
  const file = join(dir, 'checkworthiness', 'claimbuster_2.5xNCS.json');
  const rows = JSON.parse(readFileSync(file, 'utf8')) as { text: string; label: number }[];
  return rows.map((row) => ({ text: row.text, worthy: row.label === 1 }));
}

export function jsonLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

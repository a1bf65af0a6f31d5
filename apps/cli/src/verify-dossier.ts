import { checkDossier } from '#factchecks';
import type { KnownAnchor } from '#log';
import { told as toldOfLog, verifyExport } from './verify.js';

/** Checks a dossier by itself and, where an export of the log is given, that its rows stand in that chain. Tells it in words. */
export async function verifyDossier(
  text: string,
  log: NodeJS.ReadableStream | undefined | '',
  anchors: readonly KnownAnchor[] = [],
): Promise<{ ok: boolean; told: string }> {
  const found = checkDossier(text);
  const lines = [
    found.about === null
      ? 'dossier   unknown'
      : `dossier   fact-check ${found.about.factCheckId} of ${found.about.newsroom}, version ${found.about.number}`,
    `rows      ${found.rows} of the log`,
    ...found.faults.map((fault) => `BROKEN    ${fault}`),
    ...(found.ok ? ['whole     it is what was published, and what led to it'] : []),
  ];
  if (!log) return { ok: found.ok, told: `${lines.join('\n')}\n` };
  const points = found.points.map(({ sequence, hash, at }) => ({ day: `row ${sequence}`, sequence, hash, madeAt: at }));
  const chain = await verifyExport(log, [...anchors, ...points]);
  const placed = chain.ok && chain.passed >= points.length;
  const place = placed ? 'placed    every row stands in the log' : 'BROKEN    the log does not have these rows';
  return { ok: found.ok && placed, told: `${lines.join('\n')}\n${toldOfLog(chain)}${place}\n` };
}

import { createInterface } from 'node:readline';
import { checkToken } from '#audit';
import { ExportCheck, type ExportFindings, type KnownAnchor } from '#log';

/** A line this long is no row: a wrong file must not fill the memory. */
const LONGEST_LINE = 20_000_000;

/** Reads an export to its end or its first break. `known`: anchors as the newsroom published them. */
export async function verifyExport(
  input: NodeJS.ReadableStream,
  known: readonly KnownAnchor[] = [],
): Promise<ExportFindings> {
  const check = new ExportCheck(known);
  for await (const line of createInterface({ input })) {
    if (line === '') continue; // a shell or an editor puts one at the end
    if (line.length > LONGEST_LINE || !check.take(line)) break;
  }
  return check.end();
}

/** The anchors of `log-heads.json`. Throws where the file is something else. */
export function publishedAnchors(text: string): KnownAnchor[] {
  const { anchors } = (JSON.parse(text) ?? {}) as { anchors?: unknown };
  if (!Array.isArray(anchors)) throw new Error('The file of anchors has no list "anchors".');
  return anchors.map((each: Partial<KnownAnchor>, index) => {
    const { day, sequence, hash, madeAt } = each ?? {};
    if (
      typeof day !== 'string' ||
      typeof sequence !== 'number' ||
      typeof hash !== 'string' ||
      typeof madeAt !== 'string'
    )
      throw new Error(`Anchor ${index + 1} in the file lacks day, sequence, hash or madeAt.`);
    return { day, sequence, hash, madeAt };
  });
}

/** The time stamps of an export's anchors: those that hold say when and by whom; the first that does not ends it. */
export function stampsOf({ anchors }: ExportFindings): { lines: string[]; ok: boolean } {
  const lines: string[] = [];
  for (const { day, hash, token } of anchors) {
    if (token === null) continue;
    try {
      const { at, signer } = checkToken(Buffer.from(token, 'base64'), Buffer.from(hash, 'hex'));
      lines.push(`stamped   ${day}: ${at.toISOString()} by ${signer.replaceAll('\n', ', ')}`);
    } catch (error) {
      return { lines: [...lines, `BROKEN    the time stamp of ${day}: ${(error as Error).message}`], ok: false };
    }
  }
  return { lines, ok: true };
}

/** What was found, in words; the last line says whether the log holds. */
export function told(found: ExportFindings): string {
  const { newsroom, rows, withheld, erased, passed, head, broken } = found;
  const lines = [
    newsroom ? `newsroom  ${newsroom.slug} (${newsroom.id})` : 'newsroom  unknown',
    `rows      ${rows} hold (${withheld} withheld, ${erased} with personal fields erased)`,
    `points    ${passed} passed: anchors, and the head`,
    ...(head ? [`head      ${head.sequence} ${head.hash}`] : []),
    broken
      ? `BROKEN    line ${broken.line}, row ${broken.sequence}, ${broken.kind}: ${broken.detail}`
      : 'whole     nothing was altered, taken out, moved or cut',
  ];
  return `${lines.join('\n')}\n`;
}

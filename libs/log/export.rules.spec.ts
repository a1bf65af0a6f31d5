import { createHash, randomBytes } from 'node:crypto';
import { chainHash, digestOf, genesis, type ChainRow } from './chain.rules.js';
import { anchorLine, endLine, ExportCheck, openingLine, rowLine, withheldLine } from './export.rules.js';

const NEWSROOM = { id: '0193f29e-11aa-7f02-8f0e-000000000001', slug: 'record', name: 'The Daily Récord' };
const DAY = '2026-11-22T10:00:00.000Z';

interface Sealed extends ChainRow {
  hash: Buffer;
  personal: Record<string, unknown> | null;
  salt: Buffer | null;
}

/** Rows as the sealer leaves them; every third has personal fields. */
function sealed(count: number): Sealed[] {
  let hash = genesis(NEWSROOM.id);
  return Array.from({ length: count }, (_, index) => {
    const sequence = index + 1;
    const personal = sequence % 3 === 0 ? { name: `Ada ${sequence}` } : null;
    const salt = personal && Buffer.alloc(16, sequence);
    const row: ChainRow = {
      newsroom: NEWSROOM.id,
      sequence,
      id: `0193f29e-11aa-7f02-8f0e-${String(sequence).padStart(12, '0')}`,
      at: new Date(Date.parse(DAY) + sequence),
      type: 'claim.queued',
      actor: { kind: 'person', id: NEWSROOM.id, application: null },
      subjectKind: 'claim',
      subjectId: NEWSROOM.id,
      subjectVersion: sequence,
      subjectExternalRef: null,
      claimId: NEWSROOM.id,
      data: { text: 'It cost 41 million.', step: sequence, '\u20ac': [1.5, null] },
      personalDigest: personal && salt && digestOf(salt, personal),
    };
    hash = chainHash(hash, row);
    return { ...row, hash, personal, salt };
  });
}

const pointOf = ({ sequence, hash }: Sealed) => ({ sequence, hash });
const hexOf = (row: Sealed) => ({ sequence: row.sequence, hash: row.hash.toString('hex') });
const anchorOf = (row: Sealed) => ({ day: '2026-11-22', ...hexOf(row), madeAt: DAY, token: null });

/** The lines of an export, without line feeds. `rows` and `head` may lie. */
function exported(
  rows: Sealed[],
  { head = rows.at(-1) as Sealed, anchors = [] as Sealed[], lines = rows.map(rowLine) } = {},
): string[] {
  const after = { sequence: 0, hash: genesis(NEWSROOM.id) };
  const opening = openingLine({ newsroom: NEWSROOM, exportedAt: DAY, after, head: pointOf(head) });
  const before = [opening, ...anchors.map((row) => anchorLine(anchorOf(row))), ...lines].join('');
  const sha256 = createHash('sha256').update(before).digest();
  return `${before}${endLine(lines.length, sha256)}`.split('\n').slice(0, -1);
}

function verified(lines: readonly string[], known: Sealed[] = []) {
  const check = new ExportCheck(known.map(anchorOf));
  for (const line of lines) if (!check.take(line)) break;
  return check.end();
}

const kindIn = (lines: readonly string[], known: Sealed[] = []) => {
  const { broken } = verified(lines, known);
  return broken && [broken.kind, broken.sequence];
};

describe('an export of the log, read without its database', () => {
  const rows = sealed(12);

  it('holds as it was made, and tells how far it goes', () => {
    const findings = verified(exported(rows, { anchors: [rows[5]!, rows[9]!] }));
    expect(findings).toMatchObject({ ok: true, rows: 12, withheld: 0, erased: 0, passed: 3, broken: null });
    expect(findings.head).toEqual(hexOf(rows[11]!));
  });

  it('shows every single flipped bit, wherever it lies', () => {
    const bytes = Buffer.from(`${exported(sealed(4), { anchors: [] }).join('\n')}\n`);
    const unnoticed: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 7);
      const lines = flipped.toString('utf8').split('\n');
      if (verified(lines.at(-1) === '' ? lines.slice(0, -1) : lines).ok) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  it('names the row that was rewritten, also where the line looks right and the last line was made anew', () => {
    const changed = rows.map((row) => (row.sequence === 7 ? { ...row, data: { text: 'It cost 63 million.' } } : row));
    expect(kindIn(exported(changed))).toEqual(['altered', 7]);
  });

  it('names any row that was taken out', () => {
    for (const { sequence } of rows.slice(0, -1))
      expect(kindIn(exported(rows.filter((row) => row.sequence !== sequence)))).toEqual(['missing', sequence]);
  });

  it('names any two neighbours that changed places', () => {
    for (let at = 0; at < rows.length - 1; at++) {
      const changed = [...rows];
      [changed[at], changed[at + 1]] = [changed[at + 1]!, changed[at]!];
      expect(kindIn(exported(changed, { head: rows.at(-1) }))).toEqual(['swapped', at + 1]);
    }
  });

  it('names two rows that exchanged what they say', () => {
    const [third, fourth] = [rows[2]!, rows[3]!];
    const changed = [...rows];
    changed[2] = { ...third, data: fourth.data };
    changed[3] = { ...fourth, data: third.data };
    expect(kindIn(exported(changed))).toEqual(['altered', 3]);
  });

  it('refuses a row that stands twice', () => {
    expect(kindIn(exported([...rows.slice(0, 5), ...rows.slice(4)]))).toEqual(['repeated', 5]);
  });

  it('shows a cut tail by the head, by an anchor in the file, and by an anchor that was published', () => {
    const short = rows.slice(0, 8);
    expect(kindIn(exported(short, { head: rows.at(-1) }))).toEqual(['cut', 9]);
    expect(kindIn(exported(short, { anchors: [rows[9]!] }))).toEqual(['cut', 9]);
    expect(kindIn(exported(short))).toBeNull();
    expect(kindIn(exported(short), [rows[9]!])).toEqual(['cut', 9]);
    expect(kindIn(exported(rows).slice(0, 9))).toEqual(['cut', 9]);
  });

  it('shows by a published anchor that the whole chain was computed anew', () => {
    let hash = genesis(NEWSROOM.id);
    const forged = rows.map((row) => {
      const changed = row.sequence === 4 ? { ...row, data: { text: 'Nothing to see.' } } : row;
      hash = chainHash(hash, changed);
      return { ...changed, hash };
    });
    expect(kindIn(exported(forged))).toBeNull();
    expect(kindIn(exported(forged), [rows[9]!])).toEqual(['contradicted', 10]);
  });

  it('holds after personal fields were erased, and tells how many; other fields in their place are found', () => {
    const erased = rows.map((row) => (row.sequence === 6 ? { ...row, personal: null, salt: null } : row));
    expect(verified(exported(erased))).toMatchObject({ ok: true, erased: 1 });
    const other = rows.map((row) => (row.sequence === 6 ? { ...row, personal: { name: 'Eve' } } : row));
    expect(kindIn(exported(other))).toEqual(['personal', 6]);
    const salted = rows.map((row) => (row.sequence === 6 ? { ...row, salt: randomBytes(16) } : row));
    expect(kindIn(exported(salted))).toEqual(['personal', 6]);
  });

  it('holds where rows are withheld, says nothing of them, and still shows an altered digest', () => {
    const lines = rows.map((row) => (row.sequence % 4 === 0 ? withheldLine(row) : rowLine(row)));
    expect(verified(exported(rows, { lines }))).toMatchObject({ ok: true, rows: 12, withheld: 3 });
    expect(lines[3]).not.toMatch(/claim|million|person|2026/);
    const other = lines.map((line, at) => (at === 3 ? withheldLine({ ...rows[3]!, data: {} }) : line));
    expect(kindIn(exported(rows, { lines: other }))).toEqual(['altered', 4]);
  });

  it('refuses what is no export', () => {
    expect(kindIn([])).toEqual(['malformed', 0]);
    expect(kindIn(['{}'])).toEqual(['malformed', 0]);
    expect(kindIn(exported(rows).slice(1))).toEqual(['malformed', 0]);
    expect(kindIn([...exported(rows), rowLine(rows[0]!).trim()])).toEqual(['malformed', 13]);
  });
});

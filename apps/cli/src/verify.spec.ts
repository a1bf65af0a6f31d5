import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { chainHash, endLine, genesis, openingLine, rowLine, type ChainRow } from '#log';
import { publishedAnchors, told, verifyExport } from './verify.js';

const NEWSROOM = { id: '0193f29e-11aa-7f02-8f0e-000000000001', slug: 'record', name: 'The Daily Record' };
const AT = '2026-11-22T10:00:00.000Z';

function anExport(): string {
  const row: ChainRow = {
    newsroom: NEWSROOM.id,
    sequence: 1,
    id: NEWSROOM.id,
    at: new Date(AT),
    type: 'newsroom.opened',
    actor: { kind: 'system', id: null, application: null },
    subjectKind: 'newsroom',
    subjectId: NEWSROOM.id,
    subjectVersion: null,
    subjectExternalRef: null,
    claimId: null,
    data: { name: 'The Daily Record' },
    personalDigest: null,
  };
  const start = genesis(NEWSROOM.id);
  const hash = chainHash(start, row);
  const opening = openingLine({
    newsroom: NEWSROOM,
    exportedAt: AT,
    after: { sequence: 0, hash: start },
    head: { sequence: 1, hash },
  });
  const text = opening + rowLine({ ...row, hash, personal: null, salt: null });
  return text + endLine(1, createHash('sha256').update(text).digest());
}

const read = (text: string) => verifyExport(Readable.from([Buffer.from(text)]));

describe('An export of the log on the command line', () => {
  it('is told to hold, with its head', async () => {
    const found = await read(anExport());
    expect(told(found)).toMatch(/rows {6}1 hold[^]*head {6}1 [0-9a-f]{64}[^]*whole/);
  });

  it('holds with the empty line that a shell puts after it', async () => {
    expect((await read(`${anExport()}\n`)).ok).toBe(true);
  });

  it('is told to be broken, with line, row and kind', async () => {
    const found = await read(anExport().replace('Daily Record"}', 'Daily Retort"}'));
    expect(found.ok).toBe(false);
    expect(told(found)).toContain('BROKEN    line 2, row 1, altered');
  });

  it('is told to be no export where it is another file, however long its line', async () => {
    expect(told(await read('x'.repeat(20_000_001)))).toContain('malformed');
    expect(told(await read(''))).toContain('malformed');
  });

  it('is held against the anchors that the newsroom published', async () => {
    const anchors = [{ day: '2026-11-22', sequence: 1, hash: 'ab'.repeat(32), madeAt: AT, token: null }];
    const known = publishedAnchors(JSON.stringify({ newsroom: 'record', anchors }));
    const found = await verifyExport(Readable.from([Buffer.from(anExport())]), known);
    expect(found.broken).toMatchObject({ kind: 'contradicted', sequence: 1 });
    expect(() => publishedAnchors('[]')).toThrow('anchors');
    expect(() => publishedAnchors('{"anchors": [{}]}')).toThrow('Anchor 1');
  });
});

import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { type Ground, openGround } from '../support/ground.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

interface Evidence {
  id: string;
  kind: string;
  version: number;
  revision: number;
  quote: string | null;
  file: { name: string; type: string; bytes: number; sha256: string; path: string } | null;
  source: { id: string; health: string; captureId: string | null } | null;
  onSource: { state: string; found: string | null; touched: string[] } | null;
  withdrawn: { reason: string } | null;
}
interface Capture {
  id: string;
  byHand: boolean;
  bodySha256: string;
  text: { path: string; mode: string } | null;
  rawPath: string;
  title: string | null;
}
interface Source {
  id: string;
  health: string;
  finding: string | null;
  captureId: string | null;
  version: number;
}
interface Page<T> {
  data: T[];
}
interface Problem {
  code: string;
  errors?: { pointer: string }[];
}

const PDF = Buffer.from(
  `%PDF-1.7\n1 0 obj\n<<>>\nendobj\n${'% a long account of the bridge\n'.repeat(200)}trailer\n<<>>\n%%EOF\n`,
);
const QUOTE = 'The bridge cost 63 million crowns in the end';
const PARAGRAPHS = [
  'The council of Velm met on Tuesday to hear the final account of the harbour bridge.',
  `${QUOTE}, the treasurer said, twenty-two million more than the plan of 2019.`,
  'Nobody in the council asked how the sum had come about. The minutes will be published before the summer.',
];
const page = (paragraphs = PARAGRAPHS) =>
  `<!doctype html><html lang="en"><title>Final account</title><article>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article>`;

let db: TestDatabase;
let ground: Ground;
let app: TestApp;
let site: Site;
let room: TestNewsroom<'rosa' | 'bo' | 'eva' | 'rea' | 'bot'>;
let rosa: Client;
let count = 0;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db);
  const bot = { machine: ['claim.create' as const, 'evidence.add' as const] };
  room = await aNewsroom(
    ground,
    { rosa: 'reviewer', bo: 'reviewer', eva: 'editor', rea: 'reader', bot },
    { policy: { reviewsRequired: 2 } },
  );
  app = await TestApp.start(db, { env: { MAX_UPLOAD_BYTES: '50000' } });
  site = await Site.open();
  rosa = app.as(room.of.rosa.token);
});
afterAll(async () => {
  await app?.stop();
  await site?.close();
  await ground?.close();
  await db?.drop();
});
afterEach(() => db.shiftClock('0'));

async function aClaim(more: object = {}): Promise<string> {
  const appearances = [{ claimant: { kind: 'person', name: 'Mara Lind' }, url: 'https://news.example/bridge' }];
  const body = { text: `The harbour bridge cost ${(count += 1)} million.`, appearances, ...more };
  return (await app.as(room.of.eva.token).post<{ id: string }>('/v1/claims', body)).must(201).body.id;
}

const attach = (claimId: string, body: object, who = rosa) =>
  who.post<Evidence & Problem>(`/v1/claims/${claimId}/evidence`, body);
const link = (claimId: string, url: string, more: object = {}) =>
  attach(claimId, { kind: 'link', url, stance: 'refutes', ...more });

function form(bytes: Buffer | string, name: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries({ stance: 'refutes', ...fields })) data.set(field, value);
  data.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), name);
  return data;
}
const upload = (claimId: string, data: FormData, sent = {}, who = rosa) =>
  who.post<Evidence & Problem>(`/v1/claims/${claimId}/evidence/files`, data, sent);

const evidenceOf = async (id: string) => (await rosa.get<Evidence>(`/v1/evidence/${id}`)).must(200).body;
const sourceOf = async (id: string) => (await rosa.get<Source>(`/v1/sources/${id}`)).must(200).body;
const captured = (sourceId: string) =>
  eventually(async () => ((await sourceOf(sourceId)).captureId ? sourceOf(sourceId) : undefined), {
    what: 'the capture',
  });

describe('A file as evidence', () => {
  it('is hashed and typed as it arrives, and comes back as a download that no browser runs', async () => {
    const sent = (
      await upload(
        await aClaim(),
        form(PDF, '../Bericht über die Brücke.pdf', { note: 'From the archive.', visibility: 'public' }),
      )
    ).must(201);
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    expect(sent.body).toMatchObject({
      kind: 'file',
      version: 1,
      file: { name: 'Bericht über die Brücke.pdf', type: 'application/pdf', bytes: PDF.length, sha256 },
    });
    expect(sent.location).toBe(`/v1/evidence/${sent.body.id}`);
    const file = (await rosa.get(sent.body.file?.path ?? '')).must(200);
    expect(file.bytes.equals(PDF)).toBe(true);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(PDF.length),
      'content-disposition': `attachment; filename="Bericht uber die Brucke.pdf"; filename*=UTF-8''Bericht%20%C3%BCber%20die%20Br%C3%BCcke.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      etag: `"${sha256}"`,
    });
    const path = sent.body.file?.path ?? '';
    (await rosa.get(path, { ifNoneMatch: `"${sha256}"` })).must(304);
    const part = (await rosa.get(path, { headers: { range: 'bytes=0-7' } })).must(206);
    expect([part.text, part.headers.get('content-range')]).toEqual(['%PDF-1.7', `bytes 0-7/${PDF.length}`]);
    expect((await rosa.get(path, { headers: { range: 'bytes=-6' } })).must(206).text).toBe('%%EOF\n');
    (await rosa.get(path, { headers: { range: 'bytes=0-7', 'if-range': '"other"' } })).must(200);
    (await rosa.get(path, { headers: { range: 'bytes=0-1,4-5' } })).must(200);
    const beyond = await rosa.get<Problem>(path, { headers: { range: `bytes=${PDF.length}-` } });
    expect([beyond.status, beyond.body.code, beyond.headers.get('content-range')]).toEqual([
      416,
      'request.range-not-satisfiable',
      `bytes */${PDF.length}`,
    ]);
  });

  it('is stored once for one Idempotency-Key', async () => {
    const claimId = await aClaim();
    const first = (await upload(claimId, form(PDF, 'a.pdf'), { idempotencyKey: 'file-1' })).must(201);
    const again = (await upload(claimId, form(PDF, 'a.pdf'), { idempotencyKey: 'file-1' })).must(201);
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await upload(claimId, form(PDF, 'b.pdf'), { idempotencyKey: 'file-1' })).status).toBe(422);
  });

  it.each<[string, () => FormData, number, string]>([
    ['a page of markup', () => form('<svg onload=alert(1)>', 'a.svg'), 422, 'evidence.type-not-allowed'],
    ['another type than its name says', () => form('%PDF-1.7', 'a.png'), 422, 'evidence.type-differs'],
    ['empty', () => form('', 'a.txt'), 422, 'evidence.type-differs'],
    ['too large', () => form('a'.repeat(50_001), 'a.txt'), 413, 'request.too-large'],
    ['not what was announced', () => form(PDF, 'a.pdf', { sha256: '0'.repeat(64) }), 422, 'evidence.digest-differs'],
    ['with a field that is not known', () => form(PDF, 'a.pdf', { owner: 'x' }), 400, 'request.invalid'],
    ['without a stance', () => form(PDF, 'a.pdf', { stance: '' }), 400, 'request.invalid'],
    ['missing', () => Object.assign(new FormData(), {}), 400, 'request.invalid'],
  ])('is refused when it is %s', async (_what, data, status, code) => {
    const reply = await upload(await aClaim(), data());
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it('comes alone: two in one form are refused, and the service goes on', async () => {
    const both = form(PDF, 'a.pdf');
    both.append('file', new Blob([new Uint8Array(PDF)]), 'b.pdf');
    const reply = await upload(await aClaim(), both);
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid', detail: 'Send one file.' } });
    (await rosa.get('/v1/me')).must(200);
  });

  it('that breaks off on its way leaves nothing behind', async () => {
    const claimId = await aClaim();
    const { port } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = `POST /v1/claims/${claimId}/evidence/files HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${room.of.rosa.token}\r\n`;
    socket.write(`${head}content-type: multipart/form-data; boundary=b\r\ncontent-length: 40000\r\n\r\n`);
    socket.write(`--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'a'.repeat(20_000)}`);
    const temp = join(app.blobs, 'tmp');
    await eventually(async () => (await readdir(temp)).length === 1, { what: 'the file on its way' });
    socket.destroy();
    await eventually(async () => (await readdir(temp)).length === 0, { what: 'the file’s end' });
    expect((await rosa.get<Page<Evidence>>(`/v1/claims/${claimId}/evidence`)).must(200).body.data).toEqual([]);
  });
});

describe('A link as evidence', () => {
  it('is captured within seconds, and what was there can be read, downloaded and compared', async () => {
    const url = site.page('/account', page());
    const evidence = (await link(await aClaim(), url, { quote: QUOTE })).must(201).body;
    const sourceId = evidence.source?.id ?? '';
    await captured(sourceId);
    expect(await evidenceOf(evidence.id)).toMatchObject({
      source: { health: 'ok' },
      onSource: { state: 'exact', touched: [] },
    });
    const [first] = (await rosa.get<Page<Capture>>(`/v1/sources/${sourceId}/captures`)).must(200).body.data;
    expect(first).toMatchObject({ byHand: false, title: 'Final account', text: { mode: 'article' } });
    expect((await rosa.get<{ text: string }>(first?.text?.path ?? '')).must(200).body.text).toBe(
      PARAGRAPHS.join('\n\n'),
    );
    expect((await rosa.get(first?.text?.path ?? '', { headers: { accept: 'text/plain' } })).must(200).text).toBe(
      PARAGRAPHS.join('\n\n'),
    );
    const raw = (await rosa.get(first?.rawPath ?? '')).must(200);
    expect([raw.text, raw.headers.get('content-type'), raw.headers.get('etag')]).toEqual([
      page(),
      'application/octet-stream',
      `"${first?.bodySha256}"`,
    ]);

    site.page('/account', page(PARAGRAPHS.map((text) => text.replace('63', '41'))));
    (await rosa.post(`/v1/sources/${sourceId}/refresh`)).must(202);
    const changed = await eventually(async () => {
      const now = await sourceOf(sourceId);
      return now.finding === 'quote altered' ? now : undefined;
    });
    expect(changed.health).toBe('changed');
    expect(await evidenceOf(evidence.id)).toMatchObject({
      onSource: { state: 'altered', found: QUOTE.replace('63', '41'), touched: ['number'] },
    });
    const diff = await rosa.get<{ unit: string; changes: unknown[] }>(
      `/v1/sources/${sourceId}/diff?from=${first?.id}&to=${changed.captureId}`,
    );
    expect(diff.must(200).body).toMatchObject({ unit: 'words' });
    expect(diff.body.changes).toContainEqual({ kind: 'removed', text: '63' });
    const checks = await rosa.get<Page<{ finding: string }>>(`/v1/sources/${sourceId}/checks`);
    expect(checks.must(200).body.data.map(({ finding }) => finding)).toEqual(['quote altered', 'captured']);
  });

  it('that keeps machines out is stood in for by a copy made by hand, in which the quote is looked for', async () => {
    const url = site.page('/walled', { status: 403, body: 'no' });
    const evidence = (await link(await aClaim(), url, { quote: QUOTE })).must(201).body;
    const sourceId = evidence.source?.id ?? '';
    await eventually(async () => (await sourceOf(sourceId)).health === 'blocked');
    expect((await sourceOf(sourceId)).captureId).toBeNull();
    const copy = await rosa.post<Capture>(`/v1/sources/${sourceId}/captures`, {
      html: page(),
      note: 'Saved from my browser.',
    });
    expect(copy.must(201).body).toMatchObject({ byHand: true, note: 'Saved from my browser.', outcome: 'by_hand' });
    expect(await sourceOf(sourceId)).toMatchObject({ captureId: copy.body.id, health: 'blocked' });
    expect(await evidenceOf(evidence.id)).toMatchObject({ onSource: { state: 'exact' } });
    const both = await rosa.post<Problem>(`/v1/sources/${sourceId}/captures`, { html: 'a', text: 'b' });
    expect([both.status, both.body.code]).toEqual([400, 'request.invalid']);
  });

  it('into our own house is refused', async () => {
    const claimId = await aClaim();
    for (const url of [
      'http://10.0.0.1/',
      'http://169.254.169.254/latest',
      'http://[::1]/',
      'http://user:pass@velm.example/',
    ]) {
      const reply = await link(claimId, url);
      expect([reply.status, reply.body.code]).toEqual([422, 'evidence.url-refused']);
    }
  });

  it('whose worker was killed in the middle of the fetch is captured all the same, once', async () => {
    let release: (() => void) | undefined;
    const hung = new Promise<void>((resolve) => (release = resolve));
    const url = site.page('/slow', async () => {
      if (site.requestsFor('/slow').length === 1) await hung;
      return { headers: { 'content-type': 'text/html' }, body: page() };
    });
    const evidence = (await link(await aClaim(), url)).must(201).body;
    await eventually(() => site.requestsFor('/slow').length === 1, { what: 'the fetch' });
    await app.kill('worker');
    release?.();
    await app.startOne('worker');
    await db.shiftClock('20 minutes');
    const source = await captured(evidence.source?.id ?? '');
    expect(source.health).toBe('ok');
    expect((await rosa.get<Page<Capture>>(`/v1/sources/${source.id}/captures`)).must(200).body.data).toHaveLength(1);
  });
});

describe('Evidence on a claim', () => {
  it('changes by revisions, seen ones only, and is withdrawn but never deleted', async () => {
    const claimId = await aClaim();
    const { body: note, etag } = (
      await attach(claimId, { kind: 'note', note: 'As the minutes say.', stance: 'context' })
    ).must(201);
    const patch = (body: object, ifMatch?: string) =>
      rosa.patch<Evidence & Problem>(`/v1/evidence/${note.id}`, body, ifMatch ? { ifMatch } : {});
    expect((await patch({ note: 'x' })).status).toBe(428);
    expect((await patch({ stance: 'supports' }, etag)).must(200).body).toMatchObject({ revision: 2, version: 2 });
    expect((await patch({ stance: 'refutes' }, etag)).status).toBe(412);
    expect((await patch({ note: null }, '"2"')).body.code).toBe('request.unprocessable');
    const revisions = await rosa.get<Page<{ stance: string }>>(`/v1/evidence/${note.id}/revisions`);
    expect(revisions.must(200).body.data.map(({ stance }) => stance)).toEqual(['context', 'supports']);
    const gone = await rosa.post<Evidence>(
      `/v1/evidence/${note.id}/withdraw`,
      { reason: 'Misread.' },
      { ifMatch: '"2"' },
    );
    expect(gone.must(200).body.withdrawn).toMatchObject({ reason: 'Misread.' });
    expect((await patch({ stance: 'refutes' }, '"3"')).body.code).toBe('evidence.withdrawn');
    expect((await rosa.get<Page<Evidence>>(`/v1/claims/${claimId}/evidence`)).must(200).body.data).toMatchObject([
      { id: note.id },
    ]);
  });

  it('says what it lacks, with a pointer', async () => {
    const claimId = await aClaim();
    const lacking: [object, string][] = [
      [{ kind: 'link', stance: 'refutes' }, '/url'],
      [{ kind: 'note', stance: 'refutes' }, '/note'],
      [{ kind: 'quote', stance: 'refutes' }, '/quote'],
      [{ kind: 'note', note: 'a', stance: 'perhaps' }, '/stance'],
      [{ kind: 'note', note: 'a', stance: 'refutes', owner: 'x' }, '/owner'],
    ];
    for (const [body, pointer] of lacking) {
      const reply = await attach(claimId, body);
      expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    }
    const kin = await attach(claimId, { kind: 'note', note: 'a', stance: 'refutes', independentOf: claimId });
    expect([kin.status, kin.body.errors?.[0]?.pointer]).toEqual([422, '/independentOf']);
  });

  it('is brought by machines too, and seen by readers, but restricted pieces only by their author and editors', async () => {
    const claimId = await aClaim();
    (
      await attach(claimId, { kind: 'note', note: 'From the feed.', stance: 'context' }, app.as(room.of.bot.token))
    ).must(201);
    const secret = (
      await attach(claimId, { kind: 'note', note: 'My informant.', stance: 'context', visibility: 'restricted' })
    ).must(201).body;
    const seen = async (who: 'rosa' | 'bo' | 'eva' | 'rea') =>
      (await app.as(room.of[who].token).get<Page<Evidence>>(`/v1/claims/${claimId}/evidence`)).must(200).body.data
        .length;
    expect([await seen('rosa'), await seen('eva'), await seen('bo'), await seen('rea')]).toEqual([2, 2, 1, 1]);
    const other = await app.as(room.of.bo.token).get<Problem>(`/v1/evidence/${secret.id}`);
    expect([other.status, other.body.code]).toEqual([404, 'evidence.not-found']);
  });

  it('in a blind round is its author’s alone, in lists, by id and in the log', async () => {
    const claimId = await aClaim({ accept: true });
    const bo = app.as(room.of.bo.token);
    for (const who of [rosa, bo]) {
      const { etag } = (await who.get(`/v1/claims/${claimId}`)).must(200);
      (await who.post(`/v1/claims/${claimId}/actions/take`, {}, { ifMatch: etag })).must(200);
    }
    const url = site.page('/blind', page());
    const mine = (await link(claimId, url)).must(201).body;
    expect((await bo.get<Page<Evidence>>(`/v1/claims/${claimId}/evidence`)).must(200).body.data).toEqual([]);
    expect((await bo.get(`/v1/evidence/${mine.id}`)).status).toBe(404);
    expect((await rosa.get<Page<Evidence>>(`/v1/claims/${claimId}/evidence`)).must(200).body.data).toHaveLength(1);
    const [row] = await db.sql<{ data: object }>(
      `SELECT data FROM log WHERE type = 'evidence.attached' AND subject_id = $1`,
      [mine.id],
    );
    expect(row?.data).toMatchObject({ stance: null, url: null, sourceId: null });
  });
});

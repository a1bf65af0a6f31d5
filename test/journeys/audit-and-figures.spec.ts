import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportCheck } from '#log';
import { House, type Desk } from '../support/a-desk.js';
import { atRest } from '../support/at-rest.js';
import { eventually } from '../support/eventually.js';

type Staff = 'boss' | 'eva' | 'ada' | 'omar';
interface Figures {
  from: string;
  until: string;
  data: Record<string, unknown>[];
}

const ROOT = join(import.meta.dirname, '../..');

/** `npm run -s audit -- verify`, as somebody without the database would run it: output and exit code. */
async function audit(args: string[]): Promise<{ code: number | null; out: string }> {
  const file = join(ROOT, 'dist/apps/cli/src/audit.js');
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, env: { PATH: process.env.PATH } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out };
}

describe('a standards editor looks at the newsroom’s record', () => {
  let house: House;
  let desk: Desk<Staff>;
  let folder: string;
  let open: { id: string };

  const exported = async (name: Staff) => (await desk.as(name).get('/v1/audit/export')).must(200).text;
  const figures = async (what: string, query = '') =>
    (await desk.as('eva').get<Figures>(`/v1/stats/${what}${query}`)).must(200).body;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corroborate-audit-'));
    house = await House.open();
    desk = await house.newsroom(
      { boss: 'admin', eva: 'editor', ada: 'editor', omar: 'reviewer' },
      { reviewsRequired: 2, signOffsRequired: 0 },
    );
    for (const [ada, omar] of [
      ['false', 'false'],
      ['true', 'true'],
      ['false', 'true'],
    ] as const) {
      const claim = await desk.claim('eva', { accept: true, text: `Claim ${ada} ${omar}.` });
      await desk.reviews('ada', claim, ada);
      await desk.reviews('omar', claim, omar);
      if (ada === omar) await desk.does('eva', claim, 'publish');
    }
    const dull = await desk.claim('eva', { text: '=HYPERLINK("http://evil.example")' });
    await desk.does('eva', dull, 'dismiss', { reason: 'not-checkable' });
    // One more, in which Omar has handed in and Ada has not.
    open = await desk.claim('eva', { accept: true, text: 'The open one.' });
    await desk.does('ada', open, 'take');
    await desk.reviews('omar', open, 'mostly-false');
    await atRest(house.db);
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('follows the chain over HTTP, in one go and in ranges', async () => {
    const whole = (await desk.as('eva').get<{ ok: boolean; rows: number; next: null }>('/v1/audit/verify')).must(
      200,
    ).body;
    expect(whole).toMatchObject({ ok: true, next: null, broken: null });
    const first = (await desk.as('eva').get('/v1/audit/verify?limit=5')).must(200).body;
    expect(first).toMatchObject({ ok: true, rows: 5, next: 5 });
    expect((await desk.as('eva').get('/v1/audit/verify?after=99999999')).status).toBe(404);
    expect((await desk.as('eva').get('/v1/audit/verify?limit=0')).status).toBe(400);
    expect((await desk.as('omar').get('/v1/audit/verify')).status).toBe(403);
  });

  it('takes the log home and holds it against the head that was published, without the service; one changed word is named', async () => {
    type Heads = { anchors: { sequence: number; hash: string }[] };
    const heads = await eventually(async () => {
      const reply = await desk.public('log-heads.json');
      return (reply.must(200).body as unknown as Heads).anchors.length > 0 ? reply : undefined;
    });
    expect(heads.headers.get('access-control-allow-origin')).toBe('*');
    const published = join(folder, 'log-heads.json');
    await writeFile(published, heads.text);
    const text = await exported('eva');
    const file = join(folder, 'log.ndjson');
    await writeFile(file, text);
    const held = await audit(['verify', file, '--anchors', published]);
    expect(held).toMatchObject({ code: 0 });
    expect(held.out).toContain('nothing was altered');
    const rows = text.split('\n');
    const at = rows.findIndex((row) => row.includes('claim.dismissed'));
    rows[at] = (rows[at] as string).replace('not-checkable', 'too-minor-xyz');
    await writeFile(file, rows.join('\n'));
    const broken = await audit(['verify', file]);
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(new RegExp(`BROKEN {4}line ${at + 1}, row \\d+, altered`));
  });

  it('sees nothing of another’s seat in a blind round that is open, and all of it once it closed', async () => {
    const rowsOf = (text: string, by: string) =>
      text
        .split('\n')
        .filter((line) => line.includes(open.id) && line.includes(`"actor":{"application":null,"id":"${by}"`));
    const ofAda = await exported('ada');
    expect(ofAda).toContain('"kind":"withheld"');
    expect(rowsOf(ofAda, desk.id('omar'))).toEqual([]);
    expect(rowsOf(ofAda, desk.id('ada'))).not.toEqual([]);
    const before = await figures('people');
    const omar = (found: Figures) => found.data.find(({ person }) => person === desk.id('omar'));
    expect(omar(before)).toMatchObject({ submitted: 3, held: 1 });
    expect((await figures('throughput')).data.reduce((sum, row) => sum + Number(row['submitted']), 0)).toBe(6);

    await desk.submits('ada', open, 'mostly-false');
    await atRest(house.db);
    expect(omar(await figures('people'))).toMatchObject({ submitted: 4, held: 0 });
    expect(rowsOf(await exported('ada'), desk.id('omar'))).not.toEqual([]);
    expect(await exported('ada')).not.toContain('"kind":"withheld"');
  });

  it('reads how long claims took, what came in and went out, and how far reviewers agree', async () => {
    const stages = new Map((await figures('turnaround')).data.map((row) => [row['stage'], row]));
    expect(stages.get('review')).toMatchObject({ times: 8 });
    expect(stages.get('whole')).toMatchObject({ from: 'proposed', to: 'published', times: 2 });
    for (const stage of ['triage', 'waiting', 'review', 'sign-off', 'publication', 'whole'])
      expect(Number(stages.get(stage)?.['p90'])).toBeGreaterThanOrEqual(Number(stages.get(stage)?.['median']));
    expect((await figures('rates')).data).toEqual([
      { rate: 'acceptance', of: 5, times: 4, share: 0.8 },
      { rate: 'dispute', of: 4, times: 1, share: 0.25 },
    ]);
    const agreement = (await figures('agreement')) as Figures & { rounds: number; alpha: { nominal: number } };
    expect(agreement.rounds).toBe(4);
    // By hand: 8 ratings (3 false, 3 true, 2 mostly-false), one pair that differs: 1 - 7 * 2 / (64 - 9 - 9 - 4)
    expect(agreement.alpha.nominal).toBeCloseTo(1 - 14 / 42, 12);
    // po = 3/4, pe = (2*1 + 1*2 + 1*1) / 16
    expect(agreement.data).toHaveLength(1);
    expect(agreement.data[0]).toMatchObject({ times: 4, observed: 0.75 });
    expect(agreement.data[0]?.['kappa']).toBeCloseTo((3 / 4 - 5 / 16) / (1 - 5 / 16), 12);
    expect((await figures('ratings')).data).toContainEqual({ rating: 'false', reviews: 3, published: 1, live: 1 });
    expect((await figures('desks')).data).toMatchObject([{ desk: null, disputed: 1, published: 2 }]);
    expect((await figures('overdue')).data).toMatchObject([{ desk: null, overdue: 0, finished: 2, late: 0 }]);
    expect((await figures('sources')).data).toEqual([]);
  });

  it('asks for any period, desk and label, half-open, and is told where there is none', async () => {
    const { from, until } = await figures('rates');
    expect(Date.parse(until) - Date.parse(from)).toBe(30 * 86_400_000);
    const [{ times }] = (await figures('rates', '?until=2020-01-01T00:00:00Z')).data as [{ times: number }];
    expect(times).toBe(0);
    const offset = await figures('rates', `?from=${encodeURIComponent('2026-01-01T02:00:00+02:00')}`);
    expect(offset.from).toBe('2026-01-01T00:00:00.000Z');
    expect((await figures('turnaround', '?label=bridge')).data.every((row) => row['times'] === 0)).toBe(true);
    expect((await figures('people', '?desk=nowhere')).data).toEqual([]);
    const none = await desk.as('eva').get('/v1/stats/rates?from=2026-02-01T00:00:00Z&until=2026-02-01T00:00:00Z');
    expect([none.status, none.body['code']]).toEqual([400, 'request.invalid']);
    expect((await desk.as('eva').get('/v1/stats/rates?from=yesterday')).status).toBe(400);
    expect((await desk.as('omar').get('/v1/stats/rates')).status).toBe(403);
  });

  it('forgets a colleague who left, with all that they said, and the log holds as before', async () => {
    const boss = desk.as('boss');
    const made = await boss.post<{ id: string }>('/v1/people', {
      name: 'Gudrun Grimm',
      email: 'gudrun@record.example',
      roles: ['reviewer'],
    });
    const { id } = made.must(201).body;
    const { token } = (await boss.post<{ token: string }>(`/v1/people/${id}/tokens`, { name: 'Gudrun’s' })).must(
      201,
    ).body;
    const gudrun = house.app.as(token);
    const claim = await desk.claim('eva', { accept: true, text: 'The tram cost 9 million.' });
    const path = `/v1/claims/${claim.id}`;
    const say = (who: typeof gudrun, given: object) => who.post<{ id: string }>(`${path}/comments`, given);
    const own = (await say(gudrun, { text: 'Gudrun here.' })).must(201);
    const change = { text: 'It is Grimm who says it.' };
    (await gudrun.patch(`/v1/comments/${own.body.id}`, change, { ifMatch: own.etag })).must(200);
    const text = 'Ask @Gudrun.';
    const called = (await say(desk.as('ada'), { text, mentions: [{ person: id, start: 4, end: 11 }] })).must(201);
    await say(desk.as('ada'), { text: 'Nobody knows.', replyTo: own.body.id });
    await desk.does('eva', claim, 'assign', { person: id, message: 'Gudrun, you know the tram.' });
    const draft = { rating: 'false', summary: 'Grimm found nothing.', explanation: 'None.', evidenceIds: [] };
    (await gudrun.put(`${path}/draft`, draft)).must(200);
    const keep = { kind: 'claimant', name: 'Grimm Tramways', reason: 'Gudrun’s brother runs it.' };
    (await gudrun.post(`/v1/people/${id}/conflicts`, keep)).must(201);
    const told = { kind: 'label', name: 'trams', reason: 'Gudrun drove one.' };
    (await boss.post(`/v1/people/${id}/conflicts`, told)).must(201);
    await desk.does('eva', claim, 'release', { person: id, reason: 'Gudrun is ill.' });
    await atRest(house.db);
    const before = await exported('boss');
    expect(before).toContain('you know the tram');

    const left = (await boss.patch(`/v1/people/${id}`, { active: false }, { ifMatch: made.etag })).must(200);
    const gone = (await boss.post<{ erased: object }>(`/v1/people/${id}/erase`, {}, { ifMatch: left.etag })).must(200);
    const { erased } = gone.body;
    expect(erased).toMatchObject({
      tokens: 1,
      drafts: 1,
      comments: 1,
      mentions: 1,
      seats: 1,
      conflicts: 2,
      watched: 1,
    });
    expect(gone.body).toMatchObject({ name: 'Erased', email: null });
    const again = (await boss.post<{ erased: object }>(`/v1/people/${id}/erase`, {}, { ifMatch: gone.etag })).must(200);
    expect(Object.values(again.body.erased)).toEqual(Object.values(erased).map(() => 0));

    await atRest(house.db);
    const tables = await house.db.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const traces: string[] = [];
    for (const { name } of tables) {
      const found = await house.db.sql(`SELECT * FROM public.${name} t WHERE t::text ~* 'gudrun|grimm'`);
      if (found.length > 0) traces.push(`${name}: ${JSON.stringify(found)}`);
    }
    expect(traces).toEqual([]);
    const shown = (await desk.as('ada').get<{ data: object[] }>(`${path}/comments`)).must(200).body.data;
    expect(shown).toMatchObject([
      { id: own.body.id, text: null, author: { id, name: 'Erased' } },
      { id: called.body.id, text: 'Ask @Erased.', mentions: [{ person: id, start: 4, end: 11 }] },
      { text: 'Nobody knows.' },
    ]);
    expect((await boss.get('/v1/audit/verify')).must(200).body).toMatchObject({ ok: true, broken: null });
    for (const log of [before, await exported('boss')]) {
      const check = new ExportCheck();
      for (const line of log.split('\n').slice(0, -1)) if (!check.take(line)) break;
      expect(check.end()).toMatchObject({ ok: true });
    }
  });

  it('takes any of it as a table into a spreadsheet', async () => {
    for (const what of [
      'turnaround',
      'throughput',
      'rates',
      'agreement',
      'people',
      'desks',
      'overdue',
      'ratings',
      'sources',
    ]) {
      const table = (await desk.as('eva').get(`/v1/stats/${what}?format=csv`)).must(200);
      const same = await desk.as('eva').get(`/v1/stats/${what}`, { headers: { accept: 'text/csv' } });
      expect([table.headers.get('content-type'), same.headers.get('content-type')]).toEqual(
        Array(2).fill('text/csv; charset=utf-8; header=present'),
      );
      const { data } = await figures(what);
      const [head, ...rows] = table.text.split('\r\n').slice(0, -1);
      expect(rows).toHaveLength(data.length);
      if (data[0]) expect(head?.split(',').sort()).toEqual(Object.keys(data[0]).sort());
    }
  });
});

import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, ClaimsModule, ClaimStore } from '#claims';
import { type Evidence, EvidenceModule, EvidenceService, EvidenceStore, type NewEvidence } from '#evidence';
import { FactChecksModule, Rechecks } from '#factchecks';
import { type Begun, BlobSweep, Refresh, RefreshModule, Visits, Withdrawals } from '#refresh';
import { DraftStore, ReviewsModule } from '#reviews';
import { CaptureStore, type Source, SourcesModule, SourceStore, SourceWorkStore } from '#sources';
import { Storage } from '#storage';
import { type Action, type InputOf, Workflow, WorkflowModule } from '#workflow';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { type Ground, openGround } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

type Staff = 'rosa' | 'eva';

let db: TestDatabase;
let ground: Ground;
let site: Site;
let blobs: string;
let room: TestNewsroom<Staff>;

beforeAll(async () => {
  db = await aDatabase();
  site = await Site.open();
  blobs = await mkdtemp(join(tmpdir(), 'blobs-'));
  const modules = [
    ClaimsModule,
    SourcesModule,
    EvidenceModule,
    ReviewsModule,
    FactChecksModule,
    WorkflowModule,
    RefreshModule,
  ];
  ground = await openGround(db, modules, { EGRESS_ALLOW: '127.0.0.0/8', STORAGE_URL: blobs, HOST_GAP: '1ms' });
  room = await aNewsroom(ground, { rosa: 'reviewer', eva: 'editor' }, { policy: { signOffsRequired: 0 } });
});
afterAll(async () => {
  await ground?.close();
  await site?.close();
  await db?.drop();
  await rm(blobs, { recursive: true, force: true });
});
afterEach(() => db.shiftClock('0'));

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const read = <T>(work: Parameters<typeof ground.database.read<T>>[1]) => ground.database.read(room.id, work);

const BODY = [
  'The council of Velm met on Tuesday to hear the final account of the harbour bridge.',
  'The bridge cost 63 million crowns in the end, the treasurer said, twenty-two million more than the plan of 2019.',
  'Nobody in the council asked how the sum had come about. The minutes will be published before the summer.',
  'The bridge was opened in May, a year late, after the contractor had replaced four hundred bolts of the northern span.',
];
const QUOTE = 'The bridge cost 63 million crowns in the end';
const page = (paragraphs = BODY, title = 'Final account of the harbour bridge') =>
  `<!doctype html><html lang="en"><title>${title}</title><article>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article>`;

let count = 0;
const newPath = () => `/report-${++count}`;

const aClaim = (): Promise<Claim> =>
  write((tx) => {
    const appearances = [
      {
        claimant: { kind: 'person' as const, name: 'Mara Lind' },
        url: 'https://news.example/bridge',
        saidAt: '2026-11-01T10:00:00Z',
      },
    ];
    return ground
      .get(ClaimStore)
      .insert(tx, room.of.eva.actor, { text: `The harbour bridge cost ${++count} million.`, appearances });
  });

const attach = (claim: Claim, given: Partial<NewEvidence>): Promise<Evidence> =>
  write((tx) =>
    ground
      .get(EvidenceService)
      .attach(tx, room.of.rosa.actor, claim.id, { kind: 'link', stance: 'refutes', visibility: 'public', ...given }),
  );

/** One check, as the worker does it. `between` runs while the visit is under way. */
async function check(sourceId: string, between?: (begun: Begun) => Promise<unknown>): Promise<Source> {
  await write((tx) => ground.get(SourceStore).makeDue(tx, sourceId));
  await db.sql("UPDATE app.site_turn SET free_at = free_at - interval '1 minute'");
  const begun = await write((tx) => ground.get(Refresh).begin(tx, sourceId));
  if (!begun) throw new Error('nothing was due');
  const visit = await ground.get(Visits).make(begun, new AbortController().signal);
  await between?.(begun);
  await write((tx) => ground.get(Refresh).end(tx, begun, visit, 0.5));
  return sourceOf(sourceId);
}

const sourceOf = async (id: string) => (await read((tx) => ground.get(SourceStore).byId(tx, id))) as Source;
const evidenceOf = async (id: string) => (await read((tx) => ground.get(EvidenceStore).byIds(tx, [id])))[0] as Evidence;
const captures = (id: string) => read((tx) => ground.get(CaptureStore).list(tx, id, undefined, 100));
const events = (subject: string) =>
  db.sql<{ type: string; data: Record<string, unknown> }>(
    'SELECT type, data FROM log WHERE subject_id = $1 ORDER BY position',
    [subject],
  );

async function cited(given: Partial<NewEvidence> = {}, path = newPath()) {
  site.page(path, page());
  const claim = await aClaim();
  const evidence = await attach(claim, { url: site.url(path), quote: QUOTE, ...given });
  return { path, claim, evidence, sourceId: evidence.sourceId as string };
}

async function does<A extends Action>(name: Staff, claim: Claim, action: A, input: InputOf<A>): Promise<Claim> {
  return (await write((tx) => ground.get(Workflow).perform(tx, room.of[name].actor, claim.id, action, input))).claim;
}

async function publish(claim: Claim, evidenceIds: string[]): Promise<Claim> {
  await does('eva', claim, 'accept', {});
  await does('rosa', claim, 'take', {});
  const text = { rating: 'false', summary: 'It cost 63 million.', explanation: 'As the account shows.', evidenceIds };
  await write((tx) => ground.get(DraftStore).save(tx, claim.id, room.of.rosa.id, text));
  await does('rosa', claim, 'submit', {});
  return does('eva', claim, 'publish', {});
}

describe('A cited address becomes a source', () => {
  it('once for a newsroom, whoever cites it, and its first check keeps what is there', async () => {
    const { sourceId, path, evidence } = await cited();
    const again = await attach(await aClaim(), { url: `${site.url(path)}?utm_source=mail#part` });
    expect(again.sourceId).toBe(sourceId);
    expect(await sourceOf(sourceId)).toMatchObject({ health: 'pending', captureId: null });
    const source = await check(sourceId);
    expect(source).toMatchObject({ health: 'ok', outcome: 'first_capture' });
    const [capture, ...others] = await captures(sourceId);
    expect(others).toEqual([]);
    expect(capture).toMatchObject({
      status: 200,
      byHand: false,
      title: 'Final account of the harbour bridge',
      finalUrl: site.url(path),
    });
    expect(capture?.hops).toMatchObject([{ url: site.url(path), status: 200, ip: '127.0.0.1' }]);
    expect((await evidenceOf(evidence.id)).onSource).toMatchObject({
      state: 'exact',
      firstCaptureId: capture?.id,
      captureId: capture?.id,
    });
    expect((await events(sourceId)).map(({ type }) => type)).toEqual(['source.cited', 'source.captured']);
    expect(site.requestsFor(path)[0]?.headers['user-agent']).toContain('Corroborate/');
  });

  it('refused when its address cannot be one', async () => {
    const claim = await aClaim();
    for (const url of ['ftp://velm.example/', 'http://user@velm.example/', 'http://10.0.0.1/', 'http://[::1]/']) {
      await expect(attach(claim, { url })).rejects.toMatchObject({ code: 'evidence.url-refused' });
    }
  });
});

describe('Going back', () => {
  it('asks with the server’s own validators, keeps nothing new for a 304, and every tenth time takes the page anew', async () => {
    const { sourceId, path } = await cited();
    const stuck = {
      headers: { 'content-type': 'text/html', etag: 'W/"stuck"', 'last-modified': 'Tue, 03 Feb 2026 10:00:00 GMT' },
    };
    site.page(path, ({ headers }) =>
      headers['if-none-match'] === 'W/"stuck"' ? { status: 304, headers: stuck.headers } : { ...stuck, body: page() },
    );
    await check(sourceId);
    expect(await check(sourceId)).toMatchObject({ outcome: 'unchanged_304', health: 'ok' });
    expect(site.requestsFor(path).at(-1)?.headers).toMatchObject({
      'if-none-match': 'W/"stuck"',
      'if-modified-since': 'Tue, 03 Feb 2026 10:00:00 GMT',
    });
    expect(await captures(sourceId)).toHaveLength(1);
    const edited = page(BODY.map((text) => text.replace('63', '41')));
    site.page(path, ({ headers }) =>
      headers['if-none-match'] ? { status: 304, headers: stuck.headers } : { ...stuck, body: edited },
    );
    const outcomes: Array<string | null> = [];
    for (let i = 0; i < 9; i += 1) outcomes.push((await check(sourceId)).outcome);
    expect(outcomes).toEqual([...Array<string>(8).fill('unchanged_304'), 'changed_quote_altered']);
  });

  it.each<[string, string, string[], string]>([
    [
      'changed, quote intact',
      'changed_quote_intact',
      [...BODY.slice(0, 2), 'All of the rest was taken out and written anew, as it happens.'],
      'exact',
    ],
    ['quote altered', 'changed_quote_altered', BODY.map((text) => text.replace('63', '36')), 'altered'],
    ['quote missing', 'quote_missing', [BODY[0] ?? '', ...BODY.slice(2)], 'missing'],
  ])('finds: %s', async (finding, outcome, paragraphs, state) => {
    const { sourceId, path, evidence } = await cited();
    await check(sourceId);
    site.page(path, page(paragraphs));
    expect(await check(sourceId)).toMatchObject({ outcome, health: 'changed' });
    expect((await evidenceOf(evidence.id)).onSource).toMatchObject({ state });
    const [newest, oldest] = await captures(sourceId);
    const changed = (await events(sourceId)).find(({ type }) => type === 'source.changed');
    expect(changed?.data).toMatchObject({
      finding,
      fromCaptureId: oldest?.id,
      toCaptureId: newest?.id,
      quotes: [{ evidenceId: evidence.id, state }],
    });
  });

  it('tells nobody of a page that is the same but for its menu or its bytes', async () => {
    const { sourceId, path } = await cited();
    await check(sourceId);
    site.page(path, `<!-- built at noon -->${page()}`);
    expect(await check(sourceId)).toMatchObject({ outcome: 'unchanged_same_text', health: 'ok' });
    expect(await captures(sourceId)).toHaveLength(1);
    expect((await events(sourceId)).map(({ type }) => type)).toEqual(['source.cited', 'source.captured']);
  });

  it('proposes an address that permanent redirects led to twice, and a person accepts it', async () => {
    const { sourceId, path } = await cited();
    await check(sourceId);
    const target = newPath();
    site.page(target, page());
    site.page(path, { status: 301, headers: { location: target } });
    expect(await check(sourceId)).toMatchObject({ outcome: 'moved_permanent', proposedUrl: null });
    expect(await check(sourceId)).toMatchObject({ health: 'ok', proposedUrl: site.url(target) });
  });

  it('a page that keeps machines out is blocked and never dead; a copy made by hand stands in', async () => {
    const { sourceId, path } = await cited();
    site.page(path, { status: 403, body: 'no' });
    for (const day of [0, 1, 2, 3, 4]) {
      await db.shiftClock(`${day} days`);
      expect(await check(sourceId)).toMatchObject({ health: 'blocked', outcome: 'blocked', strikes: { failures: 0 } });
    }
  });

  it('after a week of standstill each page is found once, and its next check lies ahead', async () => {
    const { sourceId } = await cited();
    await check(sourceId);
    await db.shiftClock('7 days');
    const found = async () =>
      (await ground.database.system('sweep', (tx) => new SourceWorkStore().due(tx, 1_000))).filter(
        (each) => each.sourceId === sourceId,
      );
    await db.sql(`UPDATE source SET next_check_at = app.now() + interval '1 year' WHERE id <> $1`, [sourceId]);
    expect([await found(), await found()].map(({ length }) => length)).toEqual([1, 1]);
    await check(sourceId);
    expect(await found()).toEqual([]);
    const [{ ahead } = {}] = await db.sql<{ ahead: boolean }>(
      'SELECT next_check_at > app.now() AS ahead FROM source WHERE id = $1',
      [sourceId],
    );
    expect(ahead).toBe(true);
  });

  it('nothing is dead after one bad day, or two; after three it is, and one good answer brings it back', async () => {
    const { sourceId, path } = await cited();
    await check(sourceId);
    site.remove(path);
    const health: string[] = [];
    for (const day of ['0 hours', '1 hours', '2 hours', '26 hours', '50 hours']) {
      await db.shiftClock(day);
      health.push((await check(sourceId)).health);
    }
    expect([...new Set(health)]).toEqual(['failing', 'dead']);
    expect(health.slice(0, 3)).not.toContain('dead');
    expect((await events(sourceId)).filter(({ type }) => type === 'source.unreachable')).toHaveLength(1);
    site.page(path, page());
    expect(await check(sourceId)).toMatchObject({ health: 'ok', strikes: { failures: 0, days: [] } });
  });

  it.each<[string, Parameters<Site['page']>[1], string, string]>([
    ['no longer there', { status: 410 }, 'gone_410', 'failing'],
    ['out of order', { status: 503, headers: { 'retry-after': '7200' } }, 'server_error', 'failing'],
    ['cut off', { instead: 'reset' }, 'server_error', 'failing'],
    ['a film', { headers: { 'content-type': 'video/mp4' }, body: 'x' }, 'unsupported_type', 'unreadable'],
    ['endless', { headers: { 'content-type': 'text/html' }, body: 'x'.repeat(21e6) }, 'too_large', 'failing'],
  ])('a page that is %s', async (_what, script, outcome, health) => {
    const { sourceId, path } = await cited();
    site.page(path, script);
    expect(await check(sourceId)).toMatchObject({ outcome, health });
  });

  it('a site that answers everything alike has no page there, whatever its status says', async () => {
    const { sourceId, path } = await cited();
    await check(sourceId);
    site.remove(path);
    site.page(
      '*',
      page(
        ['Sorry, we could not find what you were looking for. Try the search, or go to our front page instead.'],
        'Sorry',
      ),
    );
    expect(await check(sourceId)).toMatchObject({ outcome: 'soft_404', health: 'failing' });
    site.remove('*');
  });

  it('looks for a new quote on what is known, when the page says that it did not change', async () => {
    const { sourceId, path, claim } = await cited();
    site.page(path, ({ headers }) =>
      headers['if-none-match']
        ? { status: 304 }
        : { headers: { etag: '"1"', 'content-type': 'text/html' }, body: page() },
    );
    await check(sourceId);
    const more = await attach(claim, { url: site.url(path), quote: 'replaced four hundred bolts' });
    const wrong = await attach(claim, {
      url: site.url(path),
      quote: 'replaced five thousand rivets of the southern arch',
    });
    expect(await check(sourceId)).toMatchObject({ outcome: 'unchanged_304' });
    expect((await evidenceOf(more.id)).onSource).toMatchObject({ state: 'exact' });
    expect((await evidenceOf(wrong.id)).onSource).toMatchObject({ state: 'missing', firstCaptureId: null });
  });
});

describe('Two workers', () => {
  it('never check one source at once, nor ask one site at once', async () => {
    const [one, other] = [await cited(), await cited()];
    await db.sql("UPDATE app.site_turn SET free_at = free_at - interval '1 minute'");
    const begin = (id: string) => write((tx) => ground.get(Refresh).begin(tx, id));
    const begun = await Promise.all([begin(one.sourceId), begin(one.sourceId), begin(other.sourceId)]);
    const taken = begun.filter((each) => each !== undefined);
    expect(taken).toHaveLength(1);
    await write((tx) => ground.get(Refresh).giveUp(tx, (taken[0] as Begun).work, 0));
  });

  it('that came back too late write nothing', async () => {
    const { sourceId } = await cited();
    const late = async () => {
      await db.shiftClock('1 hour');
      const other = await write((tx) => ground.get(Refresh).begin(tx, sourceId));
      expect(other).toBeDefined();
    };
    expect(await check(sourceId, late)).toMatchObject({ health: 'pending', outcome: null });
    expect(await captures(sourceId)).toEqual([]);
  });

  it('check again right after a check during which somebody asked for one', async () => {
    const { sourceId } = await cited();
    const source = await check(sourceId, () => write((tx) => ground.get(SourceStore).makeDue(tx, sourceId)));
    expect(source.nextCheckAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe('A change under a published verdict', () => {
  it('opens one recheck, however often it is seen, and puts the claim on the desk again while its version stays up', async () => {
    const { sourceId, path, claim, evidence } = await cited();
    await check(sourceId);
    expect(await publish(claim, [evidence.id])).toMatchObject({ state: 'published', publication: 'live' });
    site.page(path, page(BODY.map((text) => text.replace('63', '41'))));
    await check(sourceId);
    await check(sourceId);
    const open = await read((tx) => ground.get(Rechecks).openOf(tx, claim.id));
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ cause: 'quote-altered', sourceId, evidenceId: evidence.id, openedReview: true });
    expect(open[0]?.detail).toContain('41 million');
    expect(await read((tx) => ground.get(ClaimStore).byId(tx, claim.id))).toMatchObject({
      state: 'queued',
      publication: 'live',
    });
  });

  it('opens none for evidence that the version does not cite, or that was withdrawn', async () => {
    const { sourceId, path, claim, evidence } = await cited();
    const note = await attach(claim, { kind: 'note', note: 'The account itself.' });
    await check(sourceId);
    await publish(claim, [note.id]);
    site.page(path, page([BODY[0] ?? '', ...BODY.slice(2)]));
    await check(sourceId);
    expect((await evidenceOf(evidence.id)).onSource).toMatchObject({ state: 'missing' });
    expect(await read((tx) => ground.get(Rechecks).openOf(tx, claim.id))).toEqual([]);
  });

  it('opens one when cited evidence is withdrawn', async () => {
    const { sourceId, claim, evidence } = await cited();
    await check(sourceId);
    await publish(claim, [evidence.id]);
    const { version } = await evidenceOf(evidence.id);
    await write((tx) =>
      ground.get(Withdrawals).withdraw(tx, room.of.rosa.actor, evidence.id, 'Another bridge.', version),
    );
    expect(await read((tx) => ground.get(Rechecks).openOf(tx, claim.id))).toMatchObject([
      { cause: 'evidence-withdrawn', detail: 'Another bridge.' },
    ]);
    expect(await read((tx) => ground.get(ClaimStore).byId(tx, claim.id))).toMatchObject({
      state: 'queued',
      publication: 'live',
    });
  });
});

describe('Blobs', () => {
  const pathOf = (sha256: string) => join(blobs, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const sweep = () => ground.database.system('sweep', (tx) => ground.get(BlobSweep).sweep(tx));

  it('that no row names are swept once a day, when they are a day old; what a capture names stays', async () => {
    const { sourceId } = await cited();
    await check(sourceId);
    const [capture] = await captures(sourceId);
    const [young, old] = [
      await ground.get(Storage).put(Buffer.from('young'), { maxBytes: 9 }),
      await ground.get(Storage).put(Buffer.from('old'), { maxBytes: 9 }),
    ];
    for (const { sha256 } of [old, { sha256: capture?.bodySha256 ?? '' }, { sha256: capture?.textSha256 ?? '' }])
      await utimes(pathOf(sha256), 0, 0);
    expect(await sweep()).toBe(1);
    expect(await ground.get(Storage).stat(old.sha256)).toBeUndefined();
    expect(await ground.get(Storage).stat(young.sha256)).toBeDefined();
    expect(await ground.get(Storage).verify(capture?.bodySha256 ?? '')).toBe(true);
    expect(await ground.get(Storage).verify(capture?.textSha256 ?? '')).toBe(true);
    await utimes(pathOf(young.sha256), 0, 0);
    expect(await sweep()).toBe(0);
    await db.shiftClock('25 hours');
    expect(await sweep()).toBe(1);
  });

  it('that were lost do not stop the checks: the page is captured anew, and a changed quote is still seen', async () => {
    const { sourceId, path, evidence } = await cited();
    await check(sourceId);
    const [capture] = await captures(sourceId);
    await rm(pathOf(capture?.textSha256 ?? ''));
    site.page(path, page(BODY.map((text) => text.replace('63', '41'))));
    expect(await check(sourceId)).toMatchObject({ outcome: 'first_capture' });
    expect((await evidenceOf(evidence.id)).onSource).toMatchObject({ state: 'altered' });
  });
});

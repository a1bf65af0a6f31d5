import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveKeeping, ArchiveModule, ArchiveSearch, importReviews } from '#archive';
import { ClaimStore, MatchStore } from '#claims';
import { FactChecksModule } from '#factchecks';
import { ImportedReviewStore, PrecedentsModule, ReviewImports, ReviewImportStore } from '#precedents';
import { Storage, StorageModule } from '#storage';
import { ImportReviewsHandler } from '../../apps/worker/src/handlers/import-reviews.handler.js';
import { KeepArchiveHandler } from '../../apps/worker/src/handlers/keep-archive.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
let folder: string;
let room: TestNewsroom<'eva'>;
beforeAll(async () => {
  db = await aDatabase();
  folder = await mkdtemp(join(tmpdir(), 'corroborate-imports-'));
  ground = await openGround(db, [ArchiveModule, FactChecksModule, PrecedentsModule, StorageModule], {
    STORAGE_URL: folder,
  });
});
beforeEach(async () => {
  room = await aNewsroom(ground, { eva: 'editor' });
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground.close();
  await rm(folder, { recursive: true, force: true });
  await db.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const read = <T>(work: Parameters<typeof ground.database.read<T>>[1]) => ground.database.read(room.id, work);
const eva = () => room.of.eva.actor;
const context = { attempt: 1, signal: new AbortController().signal };
const handler = () => new ImportReviewsHandler(ground.database, ground.get(ReviewImports));

const review = (n: number, more: object = {}) => ({
  '@type': 'ClaimReview',
  url: `https://facts.example/${n}`,
  claimReviewed: `Reservoir number ${n} holds ${n * 3} million litres.`,
  author: { name: 'Example Facts' },
  reviewRating: { ratingValue: 1, bestRating: 5, worstRating: 1, alternateName: 'False' },
  ...more,
});
async function receive(content: unknown) {
  const bytes = Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const blob = await ground.get(Storage).put(bytes, { maxBytes: 50_000_000 });
  return write((tx) => ground.get(ReviewImports).receive(tx, eva(), { name: 'file.json', ...blob }));
}
const look = (id: string) => read((tx) => ground.get(ReviewImportStore).byId(tx, id));
async function bring(content: unknown) {
  const { id } = await receive(content);
  await handler().handle({ newsroom: room.id, importId: id }, context);
  return look(id);
}
const listed = (withdrawn = false) =>
  read((tx) => ground.get(ImportedReviewStore).list(tx, { withdrawn }, { limit: 200 }));
const keep = () =>
  new KeepArchiveHandler(ground.database, ground.get(ArchiveKeeping)).handle({ newsroom: room.id }, context);
const search = (text: string) => read((tx) => ground.get(ArchiveSearch).search(tx, { text }));

describe('A file of ClaimReviews', () => {
  it('is brought in, with each record that is none named by its place and skipped', async () => {
    const feed = {
      '@type': 'DataFeed',
      dataFeedElement: [
        { '@type': 'DataFeedItem', item: [review(1)] },
        { '@type': 'DataFeedItem', item: review(2, { url: 'ftp://x' }) },
        { '@type': 'DataFeedItem', item: [review(3), { '@type': 'Article' }] },
        7,
      ],
    };
    expect(await bring(feed)).toMatchObject({
      ...{ status: 'done', read: 4, added: 2, updated: 0, unchanged: 0, skipped: 3, failure: null },
      faults: [
        { pointer: '/dataFeedElement/1/item/url', code: 'invalid' },
        { pointer: '/dataFeedElement/2/item/1', code: 'not-a-claim-review' },
        { pointer: '/dataFeedElement/3', code: 'not-an-object' },
      ],
    });
    expect((await listed()).map(({ url }) => url).sort()).toEqual([
      'https://facts.example/1',
      'https://facts.example/3',
    ]);
    const told = await db.sql<{ data: unknown }>(
      `SELECT data FROM log WHERE newsroom = $1 AND type = 'claim-review.imported'`,
      [room.id],
    );
    expect(told).toMatchObject([{ data: { read: 4, added: 2, skipped: 3 } }]);
  });

  it('brings nothing twice: what says the same stays, what says something else is changed', async () => {
    await bring([review(1), review(2), review(2)]);
    const changed = review(2, { reviewRating: { alternateName: 'True' } });
    expect(await bring([review(1), changed, review(3)])).toMatchObject({ added: 1, updated: 1, unchanged: 1 });
    expect((await listed()).map(({ rating, version }) => [rating.name, version])).toEqual(
      expect.arrayContaining([
        ['False', 1],
        ['True', 2],
      ]),
    );
    expect(await listed()).toHaveLength(3);
  });

  it('is read on by another worker where the first one stopped, once', async () => {
    const all = Array.from({ length: 950 }, (_, n) => review(n));
    const { id } = await receive(all);
    const imports = ground.get(ReviewImports);
    const first = await write((tx) => imports.take(tx, id));
    if (!first) throw new Error('not taken');
    const batches = imports.batches(first);
    await write(async (tx) => imports.keep(tx, first, (await batches.next()).value as never));
    expect(await look(id)).toMatchObject({ status: 'running', read: 200, added: 200 });
    const due = () => ground.database.system('sweep', (tx) => importReviews.due?.(tx, 10) ?? Promise.resolve([]));
    expect(await due()).toEqual([]);
    await db.shiftClock('3 minutes');
    expect(await due()).toEqual([{ newsroom: room.id, importId: id }]);
    await handler().handle({ newsroom: room.id, importId: id }, context);
    expect(await write(async (tx) => imports.keep(tx, first, (await batches.next()).value as never))).toBe(false);
    expect(await look(id)).toMatchObject({ status: 'done', read: 950, added: 950, unchanged: 0 });
  });

  it.each([
    ['<html>not json</html>', 'not JSON'],
    ['[{"@type": "ClaimReview"', 'breaks off'],
    [Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]), 'not UTF-8'],
  ])('that cannot be read ends with a reason, and is not tried again (%#)', async (content, why) => {
    expect(await bring(content)).toMatchObject({ status: 'failed', added: 0, failure: expect.stringContaining(why) });
    expect(await ground.database.system('sweep', (tx) => importReviews.due?.(tx, 10) ?? Promise.resolve([]))).toEqual(
      [],
    );
  });
});

describe('An imported review', () => {
  it('is found, suggested for a claim like it, and linked where the words are the same', async () => {
    await bring([review(1), review(20, { claimReviewed: 'The mayor sold the harbour bridge to a cousin.' })]);
    const claim = (text: string) => write((tx) => ground.get(ClaimStore).insert(tx, eva(), { text, appearances: [] }));
    const alike = await claim('Did the mayor sell the harbour bridge to her cousin?');
    const same = await claim('Reservoir number 1 holds 3 million litres');
    await keep();
    const [found] = await listed();
    expect(found).toBeDefined();
    const matches = (id: string) => read((tx) => ground.get(MatchStore).of(tx, id));
    expect(await matches(alike.id)).toMatchObject([{ earlierId: null, state: 'suggested' }]);
    expect(await matches(same.id)).toMatchObject([{ earlierId: null, state: 'confirmed', score: 1, decidedBy: null }]);
  });

  it('is out of the archive once somebody withdrew it, and the same file does not bring it back', async () => {
    await bring([review(1)]);
    await keep();
    const [one] = await listed();
    expect(await search('reservoir number 1')).toHaveLength(1);
    const withdraw = (version: number) =>
      write((tx) => ground.get(ReviewImports).withdraw(tx, eva(), one?.id as string, version));
    await expect(withdraw(7)).rejects.toMatchObject({ code: 'version.stale' });
    expect((await withdraw(1)).withdrawnAt).toBeInstanceOf(Date);
    await keep();
    expect(await search('reservoir number 1')).toEqual([]);
    await bring([review(1, { headline: 'Again' })]);
    await keep();
    expect(await search('reservoir number 1')).toEqual([]);
    expect(await listed()).toEqual([]);
    expect(await listed(true)).toHaveLength(1);
  });
});

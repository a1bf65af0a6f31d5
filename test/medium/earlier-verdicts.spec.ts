import { ArchiveModule } from '#archive';
import { ClaimStore, MatchStore, type Claim } from '#claims';
import { EarlierVerdicts, FactChecksModule } from '#factchecks';
import { ImportedReviewStore, PrecedentsModule, ReviewImports } from '#precedents';
import { Drafts, ReviewsModule } from '#reviews';
import { Workflow, WorkflowModule } from '#workflow';
import { createHash } from 'node:crypto';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<'eva' | 'ron'>;
beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ArchiveModule, FactChecksModule, PrecedentsModule, ReviewsModule, WorkflowModule], {
    PUBLIC_BASE_URL: 'https://facts.example.org',
  });
});
beforeEach(async () => {
  const policy = { signOffsRequired: 0, minEvidence: 0 };
  room = await aNewsroom(ground, { eva: 'editor', ron: 'reviewer' }, { policy });
});
afterAll(async () => {
  await ground.close();
  await db.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const eva = () => room.of.eva.actor;
const does = (claim: Claim, action: 'accept' | 'take' | 'submit' | 'publish', input: object = {}) =>
  write((tx) => ground.get(Workflow).perform(tx, eva(), claim.id, action, input as never));
const aClaim = (text: string): Promise<Claim> =>
  write((tx) =>
    ground.get(ClaimStore).insert(tx, eva(), {
      text,
      appearances: [{ claimant: { kind: 'person', name: 'Mara Lind' }, url: 'https://news.example/1' }],
    }),
  );

/** Reviewed with this rating, up to the verdict that stands. */
async function judged(claim: Claim, rating: string): Promise<void> {
  await does(claim, 'accept');
  await does(claim, 'take');
  const text = { rating, summary: 'So it is.', explanation: 'The account says so.', evidenceIds: [] };
  await write((tx) => ground.get(Drafts).save(tx, room.of.eva.id, claim.id, text, undefined));
  await does(claim, 'submit');
}

async function confirmed(claim: Claim, to: { earlierId?: string; reviewId?: string }): Promise<void> {
  await write(async (tx) => {
    const reasons = [{ code: 'shared-words' as const, words: [] }];
    const lead = { earlierId: to.earlierId ?? null, reviewId: to.reviewId ?? null };
    const [match] = await ground
      .get(MatchStore)
      .suggest(tx, eva(), [{ claimId: claim.id, ...lead, score: 0.5, reasons }]);
    await ground.get(MatchStore).decide(tx, eva(), match?.id ?? '', 'confirmed');
  });
}

async function imported(rating: { name?: string; value?: number; best?: number; worst?: number }): Promise<string> {
  const url = `https://facts.example/${Math.random()}`;
  const identity = createHash('sha256').update(url).digest();
  const nothing = { authorUrl: null, title: null, claimant: null, language: null, publishedAt: null, appearances: [] };
  await write(async (tx) => {
    const file = { name: 'x', sha256: 'x', bytes: 1 };
    const { id } = await ground.get(ReviewImports).receive(tx, eva(), file);
    await ground.get(ImportedReviewStore).keep(tx, id, [
      {
        ...{ ...nothing, url, identity, digest: identity, author: 'Facts', claimReviewed: 'A bridge.' },
        rating: {
          name: rating.name ?? null,
          value: rating.value ?? null,
          best: rating.best ?? null,
          worst: rating.worst ?? null,
        },
      },
    ]);
  });
  const [row] = await db.sql<{ id: string }>('SELECT id FROM imported_review WHERE url = $1', [url]);
  return row?.id ?? '';
}

const differences = (claim: Claim, rating: string) =>
  ground.database.read(room.id, (tx) => ground.get(EarlierVerdicts).differences(tx, claim.id, rating));
const onRecord = async (claim: Claim) =>
  (
    await db.sql<{ data: unknown }>(`SELECT data FROM log WHERE claim_id = $1 AND type = 'verdict.differs'`, [claim.id])
  ).map(({ data }) => data);

describe('A verdict on a claim that was checked before', () => {
  it('is held against the public rating of a confirmed match, warned about before, and put on record when it stands', async () => {
    const earlier = await aClaim('The harbour bridge cost 41 million.');
    await judged(earlier, 'false');
    await does(earlier, 'publish');
    const later = await aClaim('The bridge at the harbour was 41 million.');
    await confirmed(later, { earlierId: earlier.id });
    expect(await differences(later, 'false')).toEqual([]);
    expect(await differences(later, 'true')).toMatchObject([
      { comparison: 'different', earlierId: earlier.id, reviewId: null },
    ]);
    await judged(later, 'true');
    expect(await onRecord(later)).toMatchObject([
      { rating: 'true', differences: [{ comparison: 'different', earlierId: earlier.id }] },
    ]);
    expect(await onRecord(earlier)).toEqual([]);
  });

  it('is held against imported reviews by number, by a plain name, and else called not comparable', async () => {
    const claim = await aClaim('The harbour bridge cost 41 million.');
    for (const rating of [{ value: 0, worst: 0, best: 10 }, { name: 'Satire' }, { name: 'False' }, { name: 'True' }])
      await confirmed(claim, { reviewId: await imported(rating) });
    const found = await differences(claim, 'false');
    expect(found.map(({ comparison, theirs }) => [comparison, theirs.name]).sort()).toEqual([
      ['different', 'True'],
      ['not-comparable', 'Satire'],
    ]);
    await judged(claim, 'false');
    expect(await onRecord(claim)).toHaveLength(1);
  });

  it('says nothing where nothing was confirmed, or the other is not public any more', async () => {
    const claim = await aClaim('The harbour bridge cost 41 million.');
    const other = await aClaim('The harbour bridge was 41 million.');
    expect(await differences(claim, 'true')).toEqual([]);
    await confirmed(claim, { earlierId: other.id });
    expect(await differences(claim, 'true')).toEqual([]);
    await judged(claim, 'true');
    expect(await onRecord(claim)).toEqual([]);
  });
});

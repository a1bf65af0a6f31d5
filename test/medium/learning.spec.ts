import { ArticleStore } from '#articles';
import { ClaimsModule, ClaimStore, type Claim } from '#claims';
import { ArticleExtraction, extractArticle, Intake, IntakeModule } from '#intake';
import { Fitting, fitScoring, LearningAtWorkModule, LearningModule, Scorings } from '#learning';
import { LogReaders, Sealer } from '#log';
import { systemActor } from '#newsroom';
import { Workflow, WorkflowModule } from '#workflow';
import { ExtractArticleHandler } from '../../apps/worker/src/handlers/extract-article.handler.js';
import { FitScoringHandler } from '../../apps/worker/src/handlers/fit-scoring.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Room = TestNewsroom<'ada' | 'eva' | 'bot'>;
let db: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, IntakeModule, LearningModule, LearningAtWorkModule, WorkflowModule]);
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const newsroom = (): Promise<Room> =>
  aNewsroom(ground, { ada: 'admin', eva: 'editor', bot: { machine: ['claim.triage'] } });
const write = <T>(room: Room, work: Parameters<typeof ground.database.write<T>>[1]) =>
  ground.database.write(room.id, work);

type Tx = Parameters<Parameters<typeof ground.database.write>[1]>[0];

/** A claim as an extraction brings it, with the built-in score. */
const insert = (room: Room, tx: Tx, n: number, score: number): Promise<Claim> =>
  ground.get(ClaimStore).insert(tx, systemActor(room.id), {
    text: `Statement ${n} says that ${n * 7} people came.`,
    appearances: [],
    checkworthiness: {
      score,
      reasons: [{ code: 'number', text: 'Gives a number.' }],
      origin: { kind: 'built-in', model: null, builtInScore: null },
    },
  });
const extracted = (room: Room, n: number, score: number) => write(room, (tx) => insert(room, tx, n, score));

type Reason = Parameters<typeof accept>[3];
const accept = (
  room: Room,
  tx: Tx,
  claim: Claim,
  reason?: 'not-worth-checking' | 'duplicate' | 'opinion' | 'not-checkable',
) =>
  reason === undefined
    ? ground.get(Workflow).perform(tx, room.of.eva.actor, claim.id, 'accept', {})
    : ground.get(Workflow).perform(tx, room.of.eva.actor, claim.id, 'dismiss', { reason });
const decide = (room: Room, claim: Claim, dismissal?: Reason) =>
  write(room, (tx) => accept(room, tx, claim, dismissal));

/** Claims with scores spread over [0, 1], of which one in five is accepted whatever its score: the built-in score is far too high. */
async function triage(room: Room, count: number, from = 0): Promise<void> {
  await write(room, async (tx) => {
    for (let n = from; n < from + count; n++) {
      const claim = await insert(room, tx, n, ((n * 37) % 97) / 100 + 0.01);
      await accept(room, tx, claim, n % 5 === 0 ? undefined : 'not-worth-checking');
    }
  });
}

async function readLog(): Promise<void> {
  await ground.get(Sealer).sealAll();
  await ground.get(LogReaders).readAll();
}

/** Does the fits that are due in a newsroom. */
async function work(room: Room): Promise<number> {
  await readLog();
  const due = ((await ground.database.system('sweep', (tx) => fitScoring.due!(tx, 1_000))) ?? []).filter(
    (one) => one.newsroom === room.id,
  );
  const handler = new FitScoringHandler(ground.database, ground.get(Fitting));
  for (const payload of due) await handler.handle(payload);
  return due.length;
}

const scoring = (room: Room) => ground.database.read(room.id, (tx) => ground.get(Scorings).whole(tx));
const models = (room: Room) => ground.database.read(room.id, (tx) => ground.get(Scorings).models(tx, undefined, 100));
const logged = (room: Room, type: string) =>
  db.sql<{ data: Record<string, unknown> }>(
    'SELECT data FROM log WHERE newsroom = $1 AND type = $2 ORDER BY position',
    [room.id, type],
  );
const labels = (room: Room) =>
  db.sql('SELECT decision, reason, worth, built_in FROM triage_label WHERE newsroom = $1 ORDER BY built_in', [room.id]);

/** The claims of an article that comes in now. */
async function claimsOfAnArticle(room: Room, text: string): Promise<Claim[]> {
  const { article } = await write(room, (tx) => ground.get(Intake).receive(tx, room.of.eva.actor, { text }));
  const due = await ground.database.system('sweep', (tx) => extractArticle.due!(tx, 100));
  for (const payload of due)
    await new ExtractArticleHandler(ground.database, ground.get(ArticleExtraction)).handle(payload);
  expect((await ground.database.read(room.id, (tx) => ground.get(ArticleStore).byId(tx, article.id)))?.status).toBe(
    'extracted',
  );
  return ground.database.read(room.id, (tx) => ground.get(ClaimStore).ofArticle(tx, article.id));
}

describe('What triage decides', () => {
  it('is kept once for each claim, the last word counting, and says whether it judges check-worthiness', async () => {
    const room = await newsroom();
    const [one, two, three, four, five] = (await Promise.all(
      [0.1, 0.2, 0.3, 0.4, 0.5].map((score, n) => extracted(room, n, score)),
    )) as [Claim, Claim, Claim, Claim, Claim];
    await decide(room, one);
    await decide(room, two, 'duplicate');
    await decide(room, three, 'opinion');
    await write(room, (tx) => ground.get(Workflow).perform(tx, room.of.bot.actor, four.id, 'accept', {}));
    await write(room, (tx) =>
      ground.get(Workflow).perform(tx, room.of.eva.actor, five.id, 'merge', { target: one.id, stance: 'asserts' }),
    );
    await readLog();
    await decide(room, one, 'not-checkable');
    await decide(room, three);
    await readLog();
    expect(await labels(room)).toEqual([
      { decision: 'dismissed', reason: 'not-checkable', worth: false, built_in: expect.closeTo(0.1) },
      { decision: 'dismissed', reason: 'duplicate', worth: null, built_in: expect.closeTo(0.2) },
      { decision: 'accepted', reason: null, worth: true, built_in: expect.closeTo(0.3) },
      { decision: 'accepted', reason: null, worth: null, built_in: expect.closeTo(0.4) },
    ]);
    expect(await scoring(room)).toMatchObject({ labels: { accepted: 2, dismissed: 2, counted: 2 }, decisions: 2 });
    await decide(room, three, 'duplicate');
    await readLog();
    expect(await scoring(room)).toMatchObject({ labels: { counted: 1 }, decisions: 1 });
  });

  it('teaches nothing where a person wrote the claim: there was no built-in score to be right or wrong', async () => {
    const room = await newsroom();
    const claim = await write(room, (tx) =>
      ground.get(ClaimStore).insert(tx, room.of.eva.actor, { text: 'It rained.', appearances: [] }),
    );
    await decide(room, claim);
    await readLog();
    expect(await scoring(room)).toMatchObject({ labels: { accepted: 1, counted: 0 }, decisions: 0 });
  });
});

describe("A newsroom's own score", () => {
  let room: Room;
  let other: Room;
  beforeAll(async () => {
    room = await newsroom();
    other = await newsroom();
  });
  const ARTICLE = 'The harbour bridge cost 41 million euros in 2019, mayor Ada Quist said on Monday.';

  it('is not fitted below the stated number of decisions', async () => {
    await triage(room, 199);
    expect(await work(room)).toBe(0);
    expect(await models(room)).toEqual([]);
    expect(await scoring(room)).toMatchObject({
      modelId: null,
      automatic: true,
      learnFrom: 200,
      labels: { counted: 199 },
    });
  });

  it('is fitted, tried on decisions held back and put in force when it is better, with both figures on record', async () => {
    await triage(room, 61, 199);
    expect(await work(room)).toBe(1);
    const [model] = await models(room);
    expect(model).toMatchObject({ number: 1, recipe: 'calibration', decisions: 260, against: null, better: true });
    const { incumbent, candidate } = model!.figures;
    expect(incumbent.decisions).toBe(candidate.decisions);
    expect(incumbent.decisions).toBeGreaterThan(100);
    expect(candidate.brier).toBeLessThan(incumbent.brier);
    expect(candidate.logLoss).toBeLessThan(incumbent.logLoss);
    expect(await scoring(room)).toMatchObject({ modelId: model!.id, version: 1, fittedDecisions: 260 });
    expect((await logged(room, 'scoring.fitted'))[0]?.data).toMatchObject({
      outcome: 'switched',
      modelId: model!.id,
      figures: model!.figures,
    });
    expect((await logged(room, 'scoring.changed'))[0]?.data).toMatchObject({ from: null, to: model!.id });
    expect(await work(room)).toBe(0);
  });

  it('scores the claims of the next article, which say so, and leaves those that are there and other newsrooms alone', async () => {
    const [model] = await models(room);
    const [claim] = (await claimsOfAnArticle(room, ARTICLE)) as [Claim];
    const [theirs] = (await claimsOfAnArticle(other, ARTICLE)) as [Claim];
    expect(theirs.checkworthiness?.origin).toEqual({ kind: 'built-in', model: null, builtInScore: null });
    const { score, origin, reasons } = claim.checkworthiness!;
    expect(origin).toEqual({
      kind: 'newsroom',
      model: model!.id,
      builtInScore: expect.closeTo(theirs.checkworthiness!.score, 5),
    });
    expect(score).toBeLessThan(0.4);
    expect(theirs.checkworthiness!.score).toBeGreaterThan(0.5);
    expect(reasons.at(-1)).toMatchObject({
      code: 'newsroom',
      text: expect.stringMatching(/model 1; built-in score (0\.[5-9]\d|1\.00)\)/),
    });
    const before = await db.sql(
      "SELECT count(*)::int AS n FROM claim WHERE newsroom = $1 AND score_origin->>'kind' = 'newsroom'",
      [room.id],
    );
    expect(before).toEqual([
      {
        n: (await ground.database.read(room.id, (tx) => ground.get(ClaimStore).ofArticle(tx, claim.articleId!))).length,
      },
    ]);
  });

  it('is learned from by its built-in score, not by what the newsroom’s own model made of that', async () => {
    const [claim] = (await claimsOfAnArticle(
      room,
      'Some 9,000 people crossed the harbour bridge every day in 2018, the city said.',
    )) as [Claim];
    await decide(room, claim);
    await readLog();
    const [label] = await db.sql<{ built_in: number }>(
      'SELECT built_in FROM triage_label WHERE newsroom = $1 AND claim_id = $2',
      [room.id, claim.id],
    );
    expect(label?.built_in).toBeCloseTo(claim.checkworthiness!.origin!.builtInScore!, 5);
  });

  it('does not switch again while the new fit is no better than the one in force', async () => {
    await triage(room, 60, 300);
    expect(await work(room)).toBe(1);
    const [model, first] = await models(room);
    expect(model).toMatchObject({ number: 2, against: first!.id, better: false });
    expect((await scoring(room)).modelId).toBe(first!.id);
    expect((await logged(room, 'scoring.fitted')).at(-1)?.data).toMatchObject({ outcome: 'kept' });
  });

  it('gives way to the built-in score when an admin says so, and only one worker fits what waits for them meanwhile', async () => {
    const edit = (seen: number, change: object) =>
      write(room, (tx) => ground.get(Scorings).edit(tx, room.of.ada.actor, seen, change));
    const { version, modelId } = await scoring(room);
    await expect(edit(version - 1, { modelId: null })).rejects.toMatchObject({ code: 'version.stale' });
    await expect(edit(version, { modelId: other.id })).rejects.toMatchObject({ code: 'request.unprocessable' });
    const back = await edit(version, { modelId: null });
    expect(back).toMatchObject({ modelId: null, automatic: false, version: version + 1 });
    const [claim] = (await claimsOfAnArticle(room, ARTICLE.replace('41', '42'))) as [Claim];
    expect(claim.checkworthiness?.origin?.kind).toBe('built-in');
    await triage(room, 60, 400);
    await readLog();
    const fitting = ground.get(Fitting);
    const taken = await write(room, (tx) => fitting.take(tx));
    const slow = await ground.database.read(room.id, (tx) => fitting.gather(tx, taken!));
    expect(slow.decisions.length).toBeGreaterThan(350);
    expect(await write(room, (tx) => fitting.take(tx))).toBeUndefined();
    expect(await work(room)).toBe(0);
    await db.shiftClock('6 minutes');
    expect(await work(room)).toBe(1);
    await write(room, (tx) => fitting.finish(tx, slow, { tooFew: true }));
    expect(await logged(room, 'scoring.fitted')).toHaveLength(3);
    expect((await models(room))[0]).toMatchObject({ number: 3, against: null, better: true });
    expect((await scoring(room)).modelId).toBeNull();
    expect(await edit(back.version, { modelId, automatic: true })).toMatchObject({ modelId, automatic: true });
    expect((await logged(room, 'scoring.changed')).map(({ data }) => [data['from'], data['to']])).toEqual([
      [null, modelId],
      [modelId, null],
      [null, modelId],
    ]);
  });

  it('is never fitted where the newsroom does not want that', async () => {
    const { version } = await scoring(room);
    await write(room, (tx) => ground.get(Scorings).edit(tx, room.of.ada.actor, version, { learnFrom: null }));
    await triage(room, 80, 600);
    expect(await work(room)).toBe(0);
  });
});

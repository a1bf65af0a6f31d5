import { Claims, ClaimsModule } from '#claims';
import { defaultPolicy, Policies, type PolicyBody } from '#newsroom';
import { PolicyTrials, ReviewsModule, SituationStore } from '#reviews';
import { Workflow, WorkflowModule } from '#workflow';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<'rosa' | 'eva' | 'ada'>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, WorkflowModule]);
});
beforeEach(async () => {
  room = await aNewsroom(ground, { rosa: 'reviewer', eva: 'editor', ada: 'admin' }, { desks: ['city'] });
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const save = (change: Partial<PolicyBody>) =>
  write((tx) => ground.get(Policies).save(tx, room.of.ada.actor, undefined, { ...defaultPolicy, ...change }));
const attempt = (change: Partial<PolicyBody>) =>
  write((tx) => ground.get(PolicyTrials).try(tx, { ...defaultPolicy, ...change }));
const waiting = (desk: string | null = null) =>
  write(async (tx) => {
    const { actor } = room.of.eva;
    const { id } = await ground.get(Claims).propose(tx, actor, { text: 'It rained.', appearances: [], desk });
    return (await ground.get(Workflow).perform(tx, actor, id, 'accept', {})).claim;
  });
const assign = (id: string, name: 'rosa' | 'eva' | 'ada') =>
  write((tx) => ground.get(Workflow).perform(tx, room.of.eva.actor, id, 'assign', { person: room.of[name].id }));
const release = (id: string, name: 'rosa') =>
  write((tx) => ground.get(Workflow).perform(tx, room.of[name].actor, id, 'release', { reason: 'No time.' }));
const roundOf = async (id: string) => (await write((tx) => ground.get(SituationStore).of(tx, id))).round;

describe('A new policy', () => {
  it('is that of rounds which open after it; a round that is open keeps its own, even with nobody in it', async () => {
    const [before, after] = [await waiting(), await waiting()];
    await assign(before.id, 'rosa');
    await release(before.id, 'rosa');
    await save({ reviewsRequired: 2, signOffsRequired: 0 });
    await assign(after.id, 'rosa');
    await assign(before.id, 'ada');
    expect((await roundOf(before.id))?.policy).toMatchObject({ reviewsRequired: 1, signOffsRequired: 1 });
    expect((await roundOf(after.id))?.policy).toMatchObject({ reviewsRequired: 2, signOffsRequired: 0 });
    await expect(assign(before.id, 'rosa')).rejects.toMatchObject({ code: 'claim.no-open-seat' });
    await assign(after.id, 'ada');
  });

  it('says beforehand what it would change, for which claims, and saves nothing', async () => {
    const [bound, ...free] = [await waiting('city'), await waiting('city'), await waiting()];
    await assign(bound!.id, 'rosa');
    const dueHours = { ...defaultPolicy.dueHours, urgent: 2 };
    const trial = await attempt({ dueHours, desks: { city: { reviewsRequired: 2 } } });
    const change = { desk: 'city', field: 'reviewsRequired', from: 1, to: 2 };
    const urgent = { desk: null, field: 'dueHours.urgent', from: 4, to: 2 };
    expect(trial).toMatchObject({
      changes: [urgent, change],
      atOnce: [urgent],
      keepTheirs: [{ desk: 'city', claims: 1, examples: [bound!.id], changes: [change] }],
      newRounds: [{ desk: 'city', claims: 1, changes: [change] }],
    });
    expect(free).toHaveLength(2);
    expect(trial.warnings).toMatchObject([{ code: 'policy.too-few-reviewers', desk: 'city', always: true }]);
    expect((await write((tx) => ground.get(Policies).whole(tx))).version).toBe(trial.version);
    expect(await attempt({})).toMatchObject({ changes: [], keepTheirs: [], newRounds: [], warnings: [] });
  });

  it('that three people cannot meet is taken with a warning, and one that contradicts itself is refused', async () => {
    expect((await attempt({ signOffsRequired: 3 })).warnings).toMatchObject([{ code: 'policy.too-few-sign-offs' }]);
    await save({ signOffsRequired: 3 });
    const refused = attempt({ minEvidence: 1, minIndependentSources: 2, desks: { nowhere: {} } });
    await expect(refused).rejects.toMatchObject({
      code: 'policy.invalid',
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/minIndependentSources' }),
        expect.objectContaining({ pointer: '/desks/nowhere', code: 'desk.unknown' }),
      ]),
    });
  });

  it('stays readable with all that came before it, each with what it changed and who saved it', async () => {
    await save({ signOffsRequired: 2 });
    await save({ signOffsRequired: 2, blind: false });
    const history = await write((tx) => ground.get(Policies).history(tx, undefined, 2));
    expect(history).toMatchObject([
      { version: 3, createdBy: room.of.ada.id, changes: [{ field: 'blind', from: true, to: false }] },
      { version: 2, createdBy: room.of.ada.id, changes: [{ field: 'signOffsRequired', from: 1, to: 2 }] },
      { version: 1, createdBy: null, changes: [] },
    ]);
    const old = await write((tx) => ground.get(Policies).atVersion(tx, 2));
    expect(old.body).toMatchObject({ signOffsRequired: 2, blind: true });
    const none = write((tx) => ground.get(Policies).atVersion(tx, 9));
    await expect(none).rejects.toMatchObject({ code: 'policy.version-not-found' });
  });
});

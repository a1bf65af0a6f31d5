import { AssignmentsModule, giveBackWork, HandBacks, Plans, type Wish } from '#assignments';
import { ClaimsModule, ClaimStore, type Claim, type NewClaim } from '#claims';
import { Absences, Authenticator, Desks, DeskStore, People, type Actor } from '#newsroom';
import { Queue, QueueModule } from '#queue';
import { DraftStore, ReviewsModule, SituationStore } from '#reviews';
import { Workflow, WorkflowModule } from '#workflow';
import { GiveBackWorkHandler } from '../../apps/worker/src/handlers/give-back-work.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'rosa' | 'bo' | 'eva' | 'ada';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<Staff>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, WorkflowModule, QueueModule, AssignmentsModule]);
});
beforeEach(async () => {
  const staff = { rosa: 'reviewer', bo: 'reviewer', eva: 'editor', ada: 'admin' } as const;
  room = await aNewsroom<Staff>(ground, { ...staff }, { desks: ['city', 'sport'] });
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const code = (code: string) => expect.objectContaining({ code });
const waiting = (given: Partial<NewClaim> = {}): Promise<Claim> =>
  write(async (tx) => {
    const { actor } = room.of.eva;
    const claim = await ground.get(ClaimStore).insert(tx, actor, { text: 'It rained.', appearances: [], ...given });
    return (await ground.get(Workflow).perform(tx, actor, claim.id, 'accept', {})).claim;
  });
const perform = (
  name: Staff,
  claim: { id: string },
  action: 'assign' | 'take' | 'release' | 'dismiss',
  input: object,
) => write((tx) => ground.get(Workflow).perform(tx, room.of[name].actor, claim.id, action, input as never));
const seats = (claim: { id: string }) =>
  write(async (tx) => (await ground.get(SituationStore).of(tx, claim.id)).seats.map(({ personId }) => personId));
/** As they are known by now. */
const now = (name: Staff): Promise<Actor> => ground.get(Authenticator).authenticate(room.of[name].token);
const next = async (name: Staff, filter = {}) => {
  const actor = await now(name);
  return (await write((tx) => ground.get(Queue).next(tx, actor, filter)))?.claim;
};
const join = async (desk: string, name: Staff, how = {}) =>
  write(async (tx) => {
    const [found] = await ground.get(DeskStore).byKeys(tx, [desk]);
    await ground.get(Desks).putMember(tx, room.of.ada.actor, found!.id, room.of[name].id, how);
  });
const plan = (claims: Claim[], more: Partial<Wish> = {}) =>
  write((tx) =>
    ground.get(Plans).make(tx, room.of.eva.actor, {
      claims: claims.map(({ id }) => ({ id })),
      strategy: 'even',
      given: {},
      ...(more.desk === undefined ? { people: [room.of.rosa.id, room.of.bo.id] } : {}),
      ...more,
    }),
  );
const carryOut = (id: string) => write((tx) => ground.get(Plans).carryOut(tx, room.of.eva.actor, id));
const logged = (claim: { id: string }, type: string) =>
  db.sql<{ data: Record<string, unknown>; personal: object | null }>(
    'SELECT data, personal FROM log WHERE claim_id = $1 AND type = $2 ORDER BY position DESC',
    [claim.id, type],
  );

describe('A plan of assignments', () => {
  it('shows who would get what, and carried out it is that; a claim that moved on meanwhile is left alone and named', async () => {
    const claims = [await waiting(), await waiting(), await waiting(), await waiting()];
    const made = await plan(claims, { given: { message: 'Before noon, please.' } });
    const { rosa, bo } = room.of;
    const shares = made.items.map(({ person }) => person);
    expect(shares.filter((one) => one === rosa.id)).toHaveLength(2);
    expect(await seats(claims[0]!)).toEqual([]);
    await perform('eva', claims[1]!, 'dismiss', { reason: 'other' });
    const done = await carryOut(made.id);
    expect(done.results?.map(({ status }) => status)).toEqual(['assigned', 'moved-on', 'assigned', 'assigned']);
    expect(await seats(claims[0]!)).toEqual([shares[0]]);
    const [row] = await logged(claims[0]!, 'claim.assigned');
    const told = { person: shares[0], givenBy: room.of.eva.id, kind: 'assigned' };
    expect(row?.personal).toEqual({ message: 'Before noon, please.' });
    expect(row?.data).toMatchObject({ ...told, replaces: null });
    expect((await carryOut(made.id)).results).toEqual(done.results);
    expect([rosa.id, bo.id]).toContain(shares[3]);
  });

  it('carried out twice at once gives each claim once, and both the same results', async () => {
    const made = await plan([await waiting(), await waiting()]);
    const [one, two] = await Promise.all([carryOut(made.id), carryOut(made.id)]);
    expect(one.results).toEqual(two.results);
    const [row] = await db.sql('SELECT count(*)::int AS n FROM assignment WHERE newsroom = $1', [room.id]);
    expect(row).toEqual({ n: 2 });
  });

  it('goes by the desk: its members, their weight and their room there', async () => {
    await join('city', 'rosa', { weight: 3 });
    await join('city', 'bo', { weight: 1, capacity: 1 });
    const claims = await Promise.all(Array.from({ length: 4 }, () => waiting({ desk: 'city' })));
    const made = await plan([...claims, await waiting({ desk: 'sport' })], { desk: 'city', strategy: 'weight' });
    const { rosa, bo } = room.of;
    const of = (id: string) => made.items.filter(({ person }) => person === id).length;
    expect([of(rosa.id), of(bo.id), made.items[4]?.why]).toEqual([3, 1, 'nobody-on-desk']);
  });

  it('is refused with a pointer for what is not there, for a time that is past, and once it is old', async () => {
    const claim = await waiting();
    const nobody = '0191d7b0-0000-7000-8000-0000000000aa';
    const at = (pointer: string) => expect.objectContaining({ errors: [expect.objectContaining({ pointer })] });
    await expect(plan([{ ...claim, id: nobody }])).rejects.toEqual(at('/claims/0/id'));
    await expect(plan([claim], { people: [room.of.bo.id, nobody] })).rejects.toEqual(at('/people/1'));
    await expect(plan([claim], { desk: 'nowhere' })).rejects.toEqual(at('/desk'));
    await expect(plan([claim], { given: { dueAt: '2020-01-01T00:00:00Z' } })).rejects.toEqual(at('/dueAt'));
    const made = await plan([claim]);
    await db.shiftClock('61 minutes');
    await expect(carryOut(made.id)).rejects.toEqual(code('plan.expired'));
  });
});

describe('The next claim of a team', () => {
  it('comes from all desks of a person in one order, in their languages and on their labels, and not beyond their room there', async () => {
    await join('city', 'rosa', { languages: ['cs'], capacity: 1 });
    await join('sport', 'rosa', { languages: ['cs', 'en'], labels: ['chess'] });
    await waiting({ desk: 'city', language: 'de', priority: 'urgent' });
    await waiting({ desk: 'sport', language: 'cs', labels: ['golf'], priority: 'urgent' });
    await waiting({ language: 'de', priority: 'urgent' });
    const late = await waiting({ desk: 'city', language: 'cs-CZ', priority: 'low' });
    const first = await waiting({ desk: 'sport', language: 'en-GB', labels: ['chess'], priority: 'high' });
    const second = await waiting({ desk: 'city', language: null, priority: 'normal' });
    const third = await waiting({ language: 'cs', priority: 'low' });
    const actor = await now('rosa');
    const list = await write((tx) => ground.get(Queue).listFor(tx, actor, undefined, undefined, 50));
    expect(list.map(({ claim }) => claim.id)).toEqual([first.id, second.id, late.id, third.id]);
    expect((await next('rosa'))?.id).toBe(first.id);
    expect((await next('rosa'))?.id).toBe(second.id);
    expect((await next('rosa'))?.id).toBe(third.id); // of city they hold as much as they can
    await expect(perform('rosa', late, 'take', {})).rejects.toEqual(code('queue.at-capacity'));
    const given = perform('eva', late, 'assign', { person: room.of.rosa.id });
    await expect(given).rejects.toEqual(code('queue.at-capacity'));
    await perform('eva', late, 'assign', { person: room.of.rosa.id, overruleCapacity: 'Nobody else knows the town.' });
    expect(await next('rosa')).toBeUndefined();
  });

  it('can be one whose lease is over, before the clock has been heard; both are told', async () => {
    const claim = await waiting();
    await perform('rosa', claim, 'take', {});
    await expect(perform('bo', claim, 'take', {})).rejects.toEqual(code('claim.no-open-seat'));
    await db.shiftClock('9 hours');
    await perform('bo', claim, 'take', {});
    expect(await seats(claim)).toEqual([room.of.bo.id]);
    const [row] = await logged(claim, 'claim.assigned');
    expect(row?.data).toMatchObject({ person: room.of.bo.id, replaces: room.of.rosa.id });
  });
});

describe('Somebody who is away, or leaves', () => {
  const away = (name: Staff, from: string | null, until: string, giveBack = true) =>
    write((tx) =>
      ground.get(Absences).plan(tx, room.of[name].actor, {
        personId: room.of[name].id,
        startsAt: from === null ? null : new Date(Date.now() + Number(from) * 3_600_000),
        endsAt: new Date(Date.now() + Number(until) * 3_600_000),
        giveBack,
      }),
    );
  /** What the worker does of what is due here. */
  const work = async () => {
    const due = await ground.database.system('sweep', (tx) => giveBackWork.due!(tx, 100));
    const here = due.filter(({ newsroom }) => newsroom === room.id);
    const handler = new GiveBackWorkHandler(ground.database, ground.get(HandBacks));
    for (const payload of here) await handler.handle(payload);
    return here.length;
  };

  it('is offered nothing and given nothing without a reason; the work goes back when the absence starts, the draft stays', async () => {
    const { rosa } = room.of;
    const [claim, other] = [await waiting(), await waiting()];
    await perform('eva', claim, 'assign', { person: rosa.id });
    const values = { rating: 'false', summary: 's', explanation: null, evidenceIds: [] };
    await write((tx) => ground.get(DraftStore).save(tx, claim.id, rosa.id, values));
    await away('rosa', '1', '48');
    expect(await work()).toBe(0);
    await db.shiftClock('2 hours');
    expect(await work()).toBe(1);
    expect(await work()).toBe(0);
    expect(await seats(claim)).toEqual([]);
    expect(await write((tx) => ground.get(DraftStore).of(tx, claim.id, rosa.id))).toMatchObject({ summary: 's' });
    const [row] = await logged(claim, 'claim.released');
    expect(row?.data).toMatchObject({ person: rosa.id, givenBy: room.of.eva.id, kind: 'assigned' });
    await expect(next('rosa')).rejects.toEqual(code('queue.away'));
    await expect(perform('eva', other, 'assign', { person: rosa.id })).rejects.toEqual(code('claim.person-away'));
    expect((await plan([other], { people: [rosa.id] })).items[0]?.why).toBe('nobody-there');
    await perform('eva', other, 'assign', { person: rosa.id, overruleAbsence: 'She agreed by phone.' });
    await db.shiftClock('50 hours');
    expect(await next('rosa')).toBeUndefined(); // back: what waits is what she gave back in this round
    const another = await waiting();
    expect((await next('rosa'))?.id).toBe(another.id);
  });

  it('that began and ended while nobody listened takes no work away', async () => {
    const { rosa } = room.of;
    const claim = await waiting();
    await perform('eva', claim, 'assign', { person: rosa.id });
    await away('rosa', '1', '3');
    await db.shiftClock('3 days');
    expect(await work()).toBe(0);
    expect(await seats(claim)).toEqual([rosa.id]);
    const other = await waiting();
    expect((await next('rosa'))?.id).toBe(other.id);
  });

  it('says so of themselves, an editor of anybody, and nobody of the past', async () => {
    await expect(away('rosa', null, '-1')).rejects.toMatchObject({ errors: [{ pointer: '/until' }] });
    const given = { personId: room.of.rosa.id, startsAt: null, endsAt: new Date(Date.now() + 1e7), giveBack: false };
    const byBo = write((tx) => ground.get(Absences).plan(tx, room.of.bo.actor, given));
    await expect(byBo).rejects.toEqual(code('permission.missing'));
    const { id } = await write((tx) => ground.get(Absences).plan(tx, room.of.eva.actor, given));
    await expect(next('rosa')).rejects.toEqual(code('queue.away'));
    await write((tx) => ground.get(Absences).end(tx, room.of.rosa.actor, room.of.rosa.id, id));
    expect(await next('rosa')).toBeUndefined();
  });

  it('who is deactivated, or may review no more, holds nothing from that moment on', async () => {
    const { ada, rosa, bo } = room.of;
    const [one, two] = [await waiting(), await waiting()];
    await perform('rosa', one, 'take', {});
    await perform('eva', two, 'assign', { person: bo.id });
    const leave = (id: string, change: object) =>
      write(async (tx) => {
        await ground.get(People).edit(tx, ada.actor, id, undefined, change);
        await ground.get(HandBacks).ofWhoLeft(tx, ada.actor, id);
      });
    await leave(rosa.id, { capacity: 3 });
    expect(await seats(one)).toEqual([rosa.id]);
    await leave(rosa.id, { active: false });
    await leave(bo.id, { roles: ['reporter'] });
    expect([await seats(one), await seats(two)]).toEqual([[], []]);
    expect((await logged(one, 'claim.released'))[0]?.personal).toEqual({ reason: 'They left the newsroom.' });
  });

  it('who is there is not robbed by the service', async () => {
    const claim = await waiting();
    await perform('rosa', claim, 'take', {});
    const system = { kind: 'system', id: null } as Actor;
    const robbed = write((tx) =>
      ground.get(Workflow).perform(tx, { ...room.of.eva.actor, ...system }, claim.id, 'release', {
        person: room.of.rosa.id,
        reason: 'r',
      }),
    );
    await expect(robbed).rejects.toEqual(code('claim.not-away'));
  });
});

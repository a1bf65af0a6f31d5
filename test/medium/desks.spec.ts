import { Claims, ClaimsModule, ClaimStore, DeskClaims, type Claim, type NewClaim } from '#claims';
import { Authenticator, Desks, DeskStore, People, PeopleStore, Policies, defaultPolicy, type DeskRow } from '#newsroom';
import { Workflow, WorkflowModule } from '#workflow';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'ada' | 'rosa' | 'eva';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<Staff>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, WorkflowModule]);
});
beforeEach(async () => {
  room = await aNewsroom(ground, { ada: 'admin', rosa: 'reviewer', eva: 'editor' }, { desks: ['city', 'sport'] });
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
const desk = async (key: string): Promise<DeskRow> =>
  (await write((tx) => ground.get(DeskStore).byKeys(tx, [key])))[0] as DeskRow;
const claim = (given: Partial<NewClaim>): Promise<Claim> =>
  write((tx) => ground.get(Claims).propose(tx, room.of.eva.actor, { text: 'It rained.', appearances: [], ...given }));
const close = async (key: string, moveTo?: string | null) => {
  const { id, version } = await desk(key);
  return write((tx) => ground.get(DeskClaims).close(tx, room.of.ada.actor, id, version, moveTo));
};
const join = async (key: string, name: Staff, how = {}) => {
  const { id } = await desk(key);
  return write((tx) => ground.get(Desks).putMember(tx, room.of.ada.actor, id, room.of[name].id, how));
};
const refusedAt = (pointer: string, code: string) =>
  expect.objectContaining({ errors: [expect.objectContaining({ pointer, code })] });

describe('A desk', () => {
  it('is there under one key, and another newsroom has its own of the same', async () => {
    const { ada } = room.of;
    const again = write((tx) => ground.get(Desks).open(tx, ada.actor, { key: 'city', name: 'City again' }));
    await expect(again).rejects.toMatchObject({ code: 'desk.key-taken', errors: [{ pointer: '/key' }] });
    const other = await aNewsroom(ground, { ada: 'admin' }, { desks: ['city', 'harbour'] });
    await expect(claim({ desk: 'harbour' })).rejects.toEqual(refusedAt('/desk', 'desk.unknown'));
    expect(other.id).not.toBe(room.id);
  });

  it('that nobody opened is refused wherever it is named, with a pointer, by the database too', async () => {
    const { ada, eva, rosa } = room.of;
    await expect(claim({ desk: 'nowhere' })).rejects.toEqual(refusedAt('/desk', 'desk.unknown'));
    const { id } = await claim({ desk: 'city' });
    const moved = write((tx) => ground.get(Claims).edit(tx, eva.actor, id, 1, { desk: 'nowhere' }));
    await expect(moved).rejects.toEqual(refusedAt('/desk', 'desk.unknown'));
    const hired = write((tx) =>
      ground.get(People).edit(tx, ada.actor, rosa.id, undefined, { desks: ['city', 'nowhere'] }),
    );
    await expect(hired).rejects.toEqual(refusedAt('/desks/1', 'desk.unknown'));
    const policy = { ...defaultPolicy, desks: { 'no/where': { reviewsRequired: 2 } } };
    const saved = write((tx) => ground.get(Policies).save(tx, ada.actor, undefined, policy));
    await expect(saved).rejects.toEqual(refusedAt('/desks/no~1where', 'desk.unknown'));
    const past = write((tx) =>
      ground.get(ClaimStore).insert(tx, eva.actor, { text: 'x', appearances: [], desk: 'no' }),
    );
    await expect(past).rejects.toThrow('claim_desk');
  });

  it('closes only when it is said where its open claims go; then each moves, on record, and keeps its work', async () => {
    const [one, two] = [await claim({ desk: 'city' }), await claim({ desk: 'city' })];
    await write((tx) => ground.get(Workflow).perform(tx, room.of.eva.actor, two.id, 'dismiss', { reason: 'opinion' }));
    await expect(close('city')).rejects.toMatchObject({ code: 'desk.has-claims', extra: { openClaims: 1 } });
    await expect(close('city', 'city')).rejects.toEqual(refusedAt('/moveTo', 'desk.unknown'));
    await expect(close('city', 'nowhere')).rejects.toEqual(refusedAt('/moveTo', 'desk.unknown'));
    expect(await close('city', 'sport')).toMatchObject({ moved: 1, desk: { active: false, version: 2 } });
    const now = await write((tx) => ground.get(ClaimStore).byIds(tx, [one.id, two.id]));
    expect(now.map(({ id, desk, version }) => [id, desk, version])).toEqual([
      [one.id, 'sport', 2],
      [two.id, 'city', 2],
    ]);
    const rows = await db.sql('SELECT data FROM log WHERE claim_id = $1 AND type = $2', [one.id, 'claim.edited']);
    expect(rows).toMatchObject([{ data: { changed: ['desk'], desk: 'sport' } }]);
    await expect(claim({ desk: 'city' })).rejects.toEqual(refusedAt('/desk', 'desk.closed'));
    expect(await close('sport', null)).toMatchObject({ moved: 1 });
    expect((await write((tx) => ground.get(ClaimStore).byId(tx, one.id)))?.desk).toBeNull();
  });
});

describe('Who works at a desk', () => {
  it('is known there at once, under every token, and stands in the person’s desks', async () => {
    const { rosa } = room.of;
    expect(await join('city', 'rosa', { weight: 3, capacity: 2 })).toMatchObject({ weight: 3, capacity: 2 });
    expect((await ground.get(Authenticator).authenticate(rosa.token)).desks).toEqual(['city']);
    await join('sport', 'rosa');
    const person = await write((tx) => ground.get(PeopleStore).byId(tx, rosa.id));
    expect(person).toMatchObject({ desks: ['city', 'sport'], version: 3 });
    const { id } = await desk('city');
    await write((tx) => ground.get(Desks).removeMember(tx, room.of.ada.actor, id, rosa.id));
    expect((await ground.get(Authenticator).authenticate(rosa.token)).desks).toEqual(['sport']);
    const again = write((tx) => ground.get(Desks).removeMember(tx, room.of.ada.actor, id, rosa.id));
    await expect(again).rejects.toMatchObject({ code: 'desk.member-not-found' });
  });

  it('keeps weight and capacity when the list of their desks is changed around it', async () => {
    const { ada, rosa } = room.of;
    await join('city', 'rosa', { weight: 5 });
    const edit = (desks: string[]) =>
      write((tx) => ground.get(People).edit(tx, ada.actor, rosa.id, undefined, { desks }));
    expect((await edit(['sport', 'city', 'city'])).desks).toEqual(['city', 'sport']);
    const members = await write((tx) => ground.get(DeskStore).members(tx, 'city'));
    expect(members).toMatchObject([{ personId: rosa.id, weight: 5 }]);
    expect((await edit([])).desks).toEqual([]);
    expect(await write((tx) => ground.get(DeskStore).members(tx, 'city'))).toEqual([]);
  });
});

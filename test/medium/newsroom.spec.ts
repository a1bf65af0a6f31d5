import { readConfig } from '#config';
import {
  Authenticator,
  FirstStart,
  Machines,
  Newsrooms,
  People,
  Policies,
  RatingScales,
  Tokens,
  defaultPolicy,
} from '#newsroom';
import { aNewsroom } from '../support/a-newsroom.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db);
});
afterAll(async () => {
  await ground.close();
  await db.drop();
});

const whoIs = (token: string, where = ground) => where.get(Authenticator).authenticate(token);
const refused = (code: string) => expect.objectContaining({ code });

describe('Somebody who asks', () => {
  it('is known by their token, with what their roles allow', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: { role: 'reviewer', desks: ['city'], capacity: 3 } });
    expect(await whoIs(of.rosa.token)).toMatchObject({
      ...{
        kind: 'person',
        id: of.rosa.id,
        newsroom: id,
        name: 'rosa',
        roles: ['reviewer'],
        desks: ['city'],
        capacity: 3,
      },
      scopes: null,
    });
    expect(of.rosa.actor.permissions.has('claim.review')).toBe(true);
    expect(of.rosa.actor.permissions.has('claim.signoff')).toBe(false);
  });

  it('is nobody under a token that does not exist', async () => {
    for (const token of ['cor_' + 'x'.repeat(43), '', 'a b', '\0'.repeat(20)]) {
      await expect(whoIs(token)).rejects.toEqual(refused('auth.invalid-token'));
    }
  });

  it('is nobody any more, in every process, once the token is revoked', async () => {
    const other = await openGround(db);
    try {
      const { of, id } = await aNewsroom(ground, { rosa: 'reviewer' });
      const { secret, token } = await ground.database.write(id, (tx) =>
        ground.get(Tokens).forPerson(tx, of.rosa.actor, of.rosa.id, { name: 'phone', scopes: null }),
      );
      await whoIs(secret);
      await whoIs(secret, other);
      await ground.database.write(id, (tx) => ground.get(Tokens).revoke(tx, of.rosa.actor, token.id));
      await expect(whoIs(secret)).rejects.toEqual(refused('auth.invalid-token'));
      await eventually(() =>
        whoIs(secret, other).then(
          () => false,
          () => true,
        ),
      );
      await whoIs(of.rosa.token);
    } finally {
      await other.close();
    }
  });

  it('may do more or less from the moment in which their roles change', async () => {
    const { of, id } = await aNewsroom(ground, { eva: 'editor', ana: 'admin' });
    const edit = (change: object) =>
      ground.database.write(id, (tx) => ground.get(People).edit(tx, of.ana.actor, of.eva.id, undefined, change));
    expect((await whoIs(of.eva.token)).permissions.has('claim.publish')).toBe(true);
    await edit({ roles: ['reader'] });
    expect((await whoIs(of.eva.token)).permissions.has('claim.publish')).toBe(false);
    await edit({ active: false });
    await expect(whoIs(of.eva.token)).rejects.toEqual(refused('auth.invalid-token'));
    await edit({ active: true });
    expect((await whoIs(of.eva.token)).name).toBe('eva');
  });

  it('is nobody after the token’s expiry, by the database’s clock', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: 'reviewer' });
    const make = (expiresAt: Date) =>
      ground.database.write(id, (tx) =>
        ground.get(Tokens).forPerson(tx, of.rosa.actor, of.rosa.id, { name: 'day pass', scopes: null, expiresAt }),
      );
    await expect(make(new Date(Date.now() - 1_000))).rejects.toEqual(refused('token.expiry-in-past'));
    const { secret } = await make(new Date(Date.now() + 3_600_000));
    await whoIs(secret);
    try {
      await db.shiftClock('61 minutes');
      await eventually(() =>
        whoIs(secret).then(
          () => false,
          () => true,
        ),
      );
    } finally {
      await db.shiftClock('0');
    }
  });

  it('leaves a trace of the last use on the token, and the token itself nowhere', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: 'reviewer' });
    await whoIs(of.rosa.token);
    const [row] = await db.sql<{ last_used_at: Date | null }>('SELECT last_used_at FROM token WHERE newsroom = $1', [
      id,
    ]);
    expect(row?.last_used_at).toBeInstanceOf(Date);
    const tables = ['token', 'log', 'person'];
    for (const table of tables) {
      const rows = await db.sql(`SELECT 1 FROM ${table} AS t WHERE t::text LIKE '%' || $1 || '%'`, [
        of.rosa.token.slice(4),
      ]);
      expect(rows).toEqual([]);
    }
  });
});

describe('A token', () => {
  it('carries no more than its owner may do, nor more than the one who makes it may do at that moment', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: 'reviewer', ana: 'admin' });
    const tokens = ground.get(Tokens);
    const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(id, work);
    await expect(
      write((tx) =>
        tokens.forPerson(tx, of.ana.actor, of.rosa.id, { name: 'x', scopes: ['claim.read', 'claim.publish'] }),
      ),
    ).rejects.toEqual(refused('token.scope-too-wide'));
    const narrow = await write((tx) =>
      tokens.forPerson(tx, of.rosa.actor, of.rosa.id, { name: 'tool', application: 'Notes', scopes: ['claim.read'] }),
    );
    const program = await whoIs(narrow.secret);
    expect(program).toMatchObject({ id: of.rosa.id, application: 'Notes', scopes: ['claim.read'] });
    expect([...program.permissions]).toEqual(['claim.read']);
    await expect(
      write((tx) => tokens.forPerson(tx, program, of.rosa.id, { name: 'wider', scopes: null })),
    ).rejects.toEqual(refused('token.scope-too-wide'));
    await expect(
      write((tx) => tokens.forPerson(tx, program, of.rosa.id, { name: 'wider', scopes: ['claim.review'] })),
    ).rejects.toEqual(refused('token.scope-too-wide'));
  });

  it('of a colleague is for those who manage people', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: 'reviewer', eva: 'editor', ana: 'admin' });
    const tokens = ground.get(Tokens);
    const mint = (by: typeof of.eva) =>
      ground.database.write(id, (tx) => tokens.forPerson(tx, by.actor, of.rosa.id, { name: 'x', scopes: null }));
    await expect(mint(of.eva)).rejects.toEqual(refused('permission.missing'));
    const { token } = await mint(of.ana);
    await expect(ground.database.write(id, (tx) => tokens.revoke(tx, of.eva.actor, token.id))).rejects.toEqual(
      refused('token.not-found'),
    );
    await ground.database.write(id, (tx) => tokens.revoke(tx, of.rosa.actor, token.id));
  });

  it('of a machine lets it propose and never decide', async () => {
    const { of, id } = await aNewsroom(ground, { ana: 'admin' });
    const machine = await ground.database.write(id, (tx) => ground.get(Machines).add(tx, of.ana.actor, 'tip line'));
    const mint = (scopes: never[]) =>
      ground.database.write(id, (tx) =>
        ground.get(Tokens).forMachine(tx, of.ana.actor, machine.id, { name: 'live', scopes }),
      );
    const bad = ['claim.signoff', 'claim.review', 'claim.publish', 'people.manage'] as never[];
    for (const scope of bad) await expect(mint([scope])).rejects.toEqual(refused('token.scope-too-wide'));
    await expect(mint([])).rejects.toEqual(refused('token.scope-too-wide'));
    const { secret } = await mint(['article.create', 'claim.create'] as never[]);
    expect(await whoIs(secret)).toMatchObject({ kind: 'machine', id: machine.id, roles: [], name: 'tip line' });
    await ground.database.write(id, (tx) =>
      ground.get(Machines).edit(tx, of.ana.actor, machine.id, 1, { active: false }),
    );
    await expect(whoIs(secret)).rejects.toEqual(refused('auth.invalid-token'));
  });
});

describe('The people of a newsroom', () => {
  it('keep one active admin, even when two are dismissed at the same moment', async () => {
    const { of, id } = await aNewsroom(ground, { ana: 'admin', bea: 'admin' });
    const demote = (who: string, change: object) =>
      ground.database.write(id, (tx) => ground.get(People).edit(tx, of.ana.actor, who, 1, change));
    const outcomes = await Promise.allSettled([
      demote(of.ana.id, { active: false }),
      demote(of.bea.id, { roles: ['editor'] }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'person.last-admin' } });
  });

  it('are each in it once, by address and by id in another system', async () => {
    const { of, id } = await aNewsroom(ground, { ana: 'admin' });
    const add = (person: object) =>
      ground.database.write(id, (tx) =>
        ground.get(People).add(tx, of.ana.actor, { name: 'x', roles: ['reader'], ...person }),
      );
    await add({ email: 'Rosa@example.org', externalIds: { slack: 'U1', cms: '7' } });
    await expect(add({ email: 'rosa@EXAMPLE.org' })).rejects.toEqual(refused('person.exists'));
    await expect(add({ externalIds: { slack: 'U1' } })).rejects.toEqual(refused('person.exists'));
    await add({ externalIds: { slack: '7', other: 'U1' } });
    const twice = await Promise.allSettled([1, 2].map(() => add({ externalIds: { slack: 'U2' } })));
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('change by the version that the caller saw, and each change is one row of the log without names in its data', async () => {
    const { of, id } = await aNewsroom(ground, { rosa: 'reviewer', ana: 'admin' });
    const edit = (seen: number, change: object) =>
      ground.database.write(id, (tx) => ground.get(People).edit(tx, of.ana.actor, of.rosa.id, seen, change));
    expect(await edit(1, { capacity: 2, name: 'Rosa Diaz' })).toMatchObject({ version: 2, capacity: 2 });
    await expect(edit(1, { capacity: 5 })).rejects.toMatchObject({
      code: 'version.stale',
      extra: { currentVersion: 2 },
    });
    expect(await edit(2, { capacity: 2 })).toMatchObject({ version: 2 });
    const rows = await db.sql<{ data: object; personal: object; actor: object }>(
      `SELECT data, personal, actor FROM log WHERE newsroom = $1 AND type = 'person.edited'`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      data: { changed: ['name', 'capacity'] },
      personal: { name: 'Rosa Diaz' },
      actor: { id: of.ana.id },
    });
    expect(JSON.stringify(rows[0]?.data)).not.toContain('Diaz');
  });
});

describe('Policy and rating scale', () => {
  it('start as the documented ones, and a desk has its own', async () => {
    const { id } = await aNewsroom(ground, { ana: 'admin' }, { policy: { desks: { city: { signOffsRequired: 2 } } } });
    await ground.database.read(id, async (tx) => {
      expect(await ground.get(Policies).current(tx)).toMatchObject({
        reviewsRequired: 1,
        signOffsRequired: 1,
        version: 2,
      });
      expect(await ground.get(Policies).current(tx, 'city')).toMatchObject({ signOffsRequired: 2, leaseHours: 8 });
      expect((await ground.get(RatingScales).current(tx)).ratings).toHaveLength(6);
    });
  });

  it('are saved by version, and two who save at once do not overwrite each other', async () => {
    const { of, id } = await aNewsroom(ground, { ana: 'admin' });
    const save = (signOffsRequired: number) =>
      ground.database.write(id, (tx) =>
        ground.get(Policies).save(tx, of.ana.actor, 1, { ...defaultPolicy, signOffsRequired }),
      );
    const outcomes = await Promise.allSettled([0, 1, 2, 3].map(save));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter((one) => one.status === 'rejected').map((one) => one.reason.code)).toEqual(
      Array(3).fill('version.stale'),
    );
  });

  it('have one default scale at any time', async () => {
    const { of, id } = await aNewsroom(ground, { ana: 'admin' });
    const scales = ground.get(RatingScales);
    const ratings = [
      { key: 'no', value: 0, names: { en: 'No' } },
      { key: 'yes', value: 1, names: { en: 'Yes' } },
    ];
    const second = await ground.database.write(id, (tx) =>
      scales.add(tx, of.ana.actor, { name: 'Plain', ratings, isDefault: true }),
    );
    expect((await ground.database.read(id, (tx) => scales.current(tx))).id).toBe(second.id);
    await expect(
      ground.database.write(id, (tx) =>
        scales.edit(tx, of.ana.actor, second.id, 1, { name: 'Plain', ratings, isDefault: false }),
      ),
    ).rejects.toEqual(refused('rating-scale.invalid'));
  });
});

describe('The first start', () => {
  it('makes one newsroom with one admin on an empty database, however many processes start', async () => {
    const empty = await aDatabase();
    const place = await openGround(empty);
    try {
      const config = readConfig({ ...envOf(empty), CORROBORATE_NEWSROOM: 'daily-record' });
      const starts = await Promise.all([1, 2, 3].map(() => place.get(FirstStart).run(config)));
      const made = starts.filter((start) => start.created);
      expect(made).toHaveLength(1);
      expect(await whoIs(made[0]?.token ?? '', place)).toMatchObject({ roles: ['admin'], scopes: null });
      expect(await empty.sql('SELECT slug, name FROM newsroom')).toEqual([
        { slug: 'daily-record', name: 'Daily record' },
      ]);
      const types = await empty.sql<{ type: string }>('SELECT type FROM log ORDER BY position');
      expect(types.map(({ type }) => type)).toEqual([
        'newsroom.opened',
        'policy.changed',
        'rating-scale.changed',
        'person.added',
        'token.made',
      ]);
      expect(await place.get(FirstStart).run(config)).toEqual({ created: false });
    } finally {
      await place.close();
      await empty.drop();
    }
  });

  it('takes the token that the configuration gives, and does not give it back', async () => {
    const empty = await aDatabase();
    const place = await openGround(empty);
    try {
      const token = 'a-token-of-the-operator';
      const config = readConfig({ ...envOf(empty), CORROBORATE_BOOTSTRAP_TOKEN: token });
      expect(await place.get(FirstStart).run(config)).toEqual({ created: true, token: undefined });
      expect(await whoIs(token, place)).toMatchObject({ name: 'First admin' });
    } finally {
      await place.close();
      await empty.drop();
    }
  });

  it('does nothing where a newsroom is', async () => {
    const { id } = await ground.database.system('first-start', async (tx) => ({
      id: (await ground.get(Newsrooms).open(tx, { slug: 'one-more', name: 'One more' })).newsroom,
    }));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ground.get(FirstStart).run(ground.config)).toEqual({ created: false });
  });
});

function envOf(database: TestDatabase) {
  return { DATABASE_URL: database.url, SECRET_KEY: 'only-for-tests-only-for-tests-00' };
}

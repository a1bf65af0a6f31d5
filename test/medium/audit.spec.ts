import { AuditModule, Erasures, LogExports } from '#audit';
import { AnchorStore, defineEvent, ExportCheck, LogStore, LogVerification, record, Sealer } from '#log';
import { People, systemActor, Tokens } from '#newsroom';
import { z } from 'zod';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

const noted = defineEvent({
  type: 'audit-trial.noted',
  summary: 'For this test',
  subject: 'trial',
  data: z.object({ step: z.number() }),
  example: { step: 1 },
  public: false,
});

describe('the log under audit', () => {
  let db: TestDatabase;
  let ground: Ground;
  let room: TestNewsroom<'ada'>;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db, [AuditModule]);
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
  });
  beforeEach(async () => {
    room = await aNewsroom(ground, { ada: 'admin' });
  });

  const note = (step: number, personal?: Record<string, unknown>) =>
    ground.database.write(room.id, (tx) =>
      record(tx, noted, { actor: systemActor(room.id), subject: { id: room.id }, data: { step }, personal }),
    );
  const seal = () => ground.get(Sealer).sealAll();
  const written = async (count: number) => {
    for (let step = 0; step < count; step++) await note(step);
    await seal();
  };
  const verify = (after = 0, limit = 10_000) =>
    ground.database.read(room.id, (tx) => ground.get(LogVerification).verify(tx, after, limit));
  const anchored = () => ground.database.write(room.id, (tx) => ground.get(AnchorStore).make(tx, false));
  const exported = async (viewer: string | null = null) => {
    const { text, underway } = await ground.database.read(room.id, (tx) =>
      ground.get(LogExports).begin(tx, { after: 0, viewer }),
    );
    const parts = [text];
    for (;;) {
      const part = await ground.database.read(room.id, (tx) => ground.get(LogExports).next(tx, underway));
      if (part === undefined) break;
      parts.push(part);
    }
    return `${parts.join('')}${ground.get(LogExports).end(underway)}`;
  };
  const offline = (text: string) => {
    const check = new ExportCheck();
    for (const line of text.split('\n').slice(0, -1)) if (!check.take(line)) break;
    return check.end();
  };
  /** As somebody with the whole server in their hands would: no trigger, no row-level security. */
  const tampered = (sql: string) =>
    db.sql(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${sql.replaceAll('NEWSROOM', `'${room.id}'`)}; END $$`,
    );

  describe('what PostgreSQL itself refuses', () => {
    const INSERT = `INSERT INTO log (newsroom, id, type, actor, subject_kind, subject_id, data`;
    const tries: [what: string, sql: string][] = [
      [
        'a row that says when it was',
        `${INSERT}, at) VALUES (app.newsroom(), gen_random_uuid(), 'x', '{}', 'x', gen_random_uuid(), '{}', now() - interval '1 year')`,
      ],
      [
        'a row that comes sealed',
        `${INSERT}, sequence, hash) VALUES (app.newsroom(), gen_random_uuid(), 'x', '{}', 'x', gen_random_uuid(), '{}', 999, sha256('x'))`,
      ],
      ['another word in a row', `UPDATE log SET type = 'claim.queued'`],
      ['other data in a row', `UPDATE log SET data = '{}'`],
      ['another actor', `UPDATE log SET actor = '{}'`],
      ['another time', `UPDATE log SET at = at - interval '1 day'`],
      ['another place', `UPDATE log SET sequence = sequence + 1000`],
      ['another hash', `UPDATE log SET hash = sha256('x')`],
      ['a seal taken off', `UPDATE log SET sequence = NULL, hash = NULL`],
      ['half a seal', `UPDATE log SET sequence = 5000`],
      ['other personal fields', `UPDATE log SET personal = '{"name": "Eve"}'`],
      ['a row taken out', `DELETE FROM log`],
      ['the log emptied', `TRUNCATE log`],
      ['a month taken out', `DELETE FROM log_default`],
      ['a month emptied', `TRUNCATE log_default`],
      ['a month changed by its own name', `UPDATE log_default SET type = 'x'`],
      ['a head that goes back', `UPDATE log_head SET sequence = 1`],
      ['another hash in the head', `UPDATE log_head SET hash = sha256('x')`],
      ['the head taken out', `DELETE FROM log_head`],
      ['the heads emptied', `TRUNCATE log_head`],
      ['another anchor', `UPDATE log_anchor SET hash = sha256('x')`],
      ['an anchor taken out', `DELETE FROM log_anchor`],
      ['the anchors emptied', `TRUNCATE log_anchor`],
    ];

    it('holds against the application, the system and the owner of the tables', async () => {
      await written(3);
      await note(4);
      await anchored();
      const month = (await db.sql<{ name: string }>(`SELECT tableoid::regclass::text AS name FROM log LIMIT 1`))[0]!
        .name;
      const before = await db.sql('SELECT * FROM log ORDER BY id');
      const passed: string[] = [];
      for (const [what, statement] of tries) {
        const sql = statement.replace('log_default', month);
        const asRole = { app: room.id, system: '' };
        for (const role of Object.keys(asRole) as (keyof typeof asRole)[]) {
          const attempt =
            role === 'app'
              ? ground.database.write(room.id, (tx) => tx.run(sql))
              : ground.database.system('upkeep', (tx) => tx.run(sql));
          await attempt.then(
            () => passed.push(`${role}: ${what}`),
            (error: Error) => expect(error.message).toMatch(/permission denied|append-only|forward|for good|row-level/),
          );
        }
        // A time of its own may be given by who owns the server; the seal then tells of it.
        if (what === 'a row that says when it was') continue;
        await db.sql(sql.replaceAll('app.newsroom()', `'${room.id}'::uuid`)).then(
          () => passed.push(`owner: ${what}`),
          (error: Error) => expect(error.message).toMatch(/append-only|forward|for good/),
        );
      }
      expect(passed).toEqual([]);
      expect(await db.sql('SELECT * FROM log ORDER BY id')).toEqual(before);
    });

    it('guards a month that is made later, too', async () => {
      await db.sql(`UPDATE app.clock SET shift = interval '90 days'`);
      try {
        await ground.database.system('upkeep', (tx) => ground.get(LogStore).makePartitions(tx));
        const parts = await db.sql<{ name: string }>(
          `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'log'::regclass`,
        );
        expect(parts.length).toBeGreaterThan(4);
        for (const { name } of parts) await expect(db.sql(`TRUNCATE ${name}`)).rejects.toThrow(/append-only/);
      } finally {
        await db.sql(`UPDATE app.clock SET shift = '0'`);
      }
    });
  });

  describe('what following the chain finds, when somebody got past all that', () => {
    const cases: [what: string, sql: string, kind: string, at: number][] = [
      [
        'a flipped byte',
        `UPDATE log SET data = '{"step": 9}' WHERE newsroom = NEWSROOM AND sequence = 5`,
        'altered',
        5,
      ],
      [
        'another actor',
        `UPDATE log SET actor = '{"kind": "system", "id": null}' WHERE newsroom = NEWSROOM AND sequence = 2`,
        'altered',
        2,
      ],
      ['a deleted row', `DELETE FROM log WHERE newsroom = NEWSROOM AND sequence = 6`, 'missing', 6],
      [
        'swapped rows',
        `UPDATE log SET sequence = 11 - sequence WHERE newsroom = NEWSROOM AND sequence IN (5, 6)`,
        'altered',
        5,
      ],
      [
        'a row that stands twice',
        `UPDATE log SET sequence = 4 WHERE newsroom = NEWSROOM AND sequence = 5`,
        'repeated',
        4,
      ],
      ['a cut tail', `DELETE FROM log WHERE newsroom = NEWSROOM AND sequence > 8`, 'cut', 9],
      [
        'a cut tail with the head set back, after an anchor',
        `DELETE FROM log WHERE newsroom = NEWSROOM AND sequence > 8; UPDATE log_head SET sequence = 8, hash = (SELECT hash FROM log WHERE newsroom = NEWSROOM AND sequence = 8) WHERE newsroom = NEWSROOM`,
        'cut',
        9,
      ],
      [
        'a head set back',
        `UPDATE log_head SET sequence = 8, hash = (SELECT hash FROM log WHERE newsroom = NEWSROOM AND sequence = 8) WHERE newsroom = NEWSROOM; DELETE FROM log_anchor WHERE newsroom = NEWSROOM`,
        'contradicted',
        9,
      ],
      ['the whole log taken out', `DELETE FROM log WHERE newsroom = NEWSROOM`, 'cut', 1],
      [
        'other personal fields',
        `UPDATE log SET personal = '{"name": "Eve"}' WHERE newsroom = NEWSROOM AND type = 'person.added'`,
        'personal',
        4,
      ],
    ];
    it.each(cases)('finds %s', async (_what, sql, kind, sequence) => {
      await written(8);
      const { head } = await verify();
      expect(head.sequence).toBeGreaterThanOrEqual(10);
      await anchored();
      expect(await verify()).toMatchObject({
        broken: null,
        whole: true,
        passed: 2,
        until: { sequence: head.sequence },
      });
      await tampered(sql);
      expect((await verify()).broken).toMatchObject({ kind, sequence });
      expect(offline(await exported()).ok).toBe(sql.includes('DELETE FROM log_anchor'));
    });

    it('follows a long log in ranges, and misses nothing at their seams', async () => {
      await written(10);
      const { head } = await verify();
      for (let after = 0, rows = 0; ;) {
        const found = await verify(after, 3);
        expect(found.broken).toBeNull();
        rows += found.until.sequence - after;
        after = found.until.sequence;
        if (found.whole) {
          expect(rows).toBe(head.sequence);
          break;
        }
      }
      await tampered('DELETE FROM log WHERE newsroom = NEWSROOM AND sequence = 6');
      expect((await verify(3, 3)).broken).toMatchObject({ kind: 'missing', sequence: 6 });
      await expect(verify(99_999)).rejects.toMatchObject({ code: 'log.no-such-row' });
    });

    it('says of an empty log that it holds', async () => {
      expect(await verify()).toMatchObject({ broken: null, whole: true, until: { sequence: 0 } });
      expect(offline(await exported())).toMatchObject({ ok: true, rows: 0, newsroom: { id: room.id } });
    });
  });

  describe('a day’s head', () => {
    const clock = (shift: string) => db.sql(`UPDATE app.clock SET shift = '${shift}'`);
    const dueNow = async () =>
      (await ground.database.system('sweep', (tx) => ground.get(AnchorStore).due(tx, 1_000))).some(
        ({ newsroom }) => newsroom === room.id,
      );
    const kept = () => ground.database.read(room.id, (tx) => ground.get(AnchorStore).latest(tx, undefined, 10));

    it('is kept once a day, and only where the log went on', async () => {
      try {
        await written(2);
        expect(await dueNow()).toBe(true);
        expect(await Promise.all([anchored(), anchored(), anchored()])).toContain(true);
        expect(await kept()).toHaveLength(1);
        await written(1);
        expect(await dueNow()).toBe(false);
        expect(await anchored()).toBe(false);
        await clock('1 day');
        expect(await dueNow()).toBe(true);
        await anchored();
        await clock('2 days');
        expect(await dueNow()).toBe(false);
        expect(await anchored()).toBe(false);
        const { head } = await verify();
        expect((await kept()).map(({ sequence }) => sequence)).toEqual([head.sequence, head.sequence - 1]);
      } finally {
        await clock('0');
      }
    });

    it('of days on which nobody kept one is kept once, after the first midnight with the service back', async () => {
      try {
        const auckland = `INSERT INTO calendar (newsroom, version, body) VALUES ('${room.id}', 1, '{"timeZone": "Pacific/Auckland"}')`;
        await db.sql(auckland);
        const at = (moment: string) => clock(`${new Date(moment).getTime() - Date.now()} milliseconds`);
        await at('2027-05-01T11:30:00Z'); // half past eleven in the evening there
        await written(1);
        await anchored();
        await written(1);
        await at('2027-05-01T11:59:00Z');
        expect(await dueNow()).toBe(false);
        await at('2027-05-01T12:01:00Z');
        expect(await dueNow()).toBe(true);
        await at('2027-05-04T12:01:00Z');
        expect(await dueNow()).toBe(true);
        expect(await Promise.all([anchored(), anchored()])).toContain(true);
        expect(await dueNow()).toBe(false);
        const days = await db.sql<{ day: string }>(
          `SELECT day::text AS day FROM log_anchor WHERE newsroom = '${room.id}' ORDER BY day`,
        );
        expect(days.map(({ day }) => day)).toEqual(['2027-05-01', '2027-05-05']);
        expect(await verify()).toMatchObject({ broken: null, whole: true, passed: 3 });
      } finally {
        await clock('0');
      }
    });

    it('belongs to the day of the newsroom’s own time zone', async () => {
      const far = (await aNewsroom(ground, {})).id;
      await written(1);
      await seal();
      const zone = (id: string, timeZone: string) =>
        db.sql(`INSERT INTO calendar (newsroom, version, body) VALUES ('${id}', 1, '{"timeZone": "${timeZone}"}')`);
      await zone(room.id, 'Pacific/Kiritimati');
      await zone(far, 'Pacific/Pago_Pago');
      await anchored();
      await ground.database.write(far, (tx) => ground.get(AnchorStore).make(tx, false));
      const days = await db.sql<{ apart: number }>(
        `SELECT (SELECT day FROM log_anchor WHERE newsroom = '${room.id}') - (SELECT day FROM log_anchor WHERE newsroom = '${far}') AS apart`,
      );
      expect(days[0]?.apart).toBeGreaterThanOrEqual(1);
    });
  });

  describe('when a person who left is erased', () => {
    it('their name is gone from people, tokens and log, and the chain holds as before, also in an older export', async () => {
      const boss = room.of.ada.actor;
      const people = ground.get(People);
      const gone = await ground.database.write(room.id, async (tx) => {
        const person = await people.add(tx, boss, {
          name: 'Grace Hopper',
          email: 'grace@navy.example',
          roles: ['reviewer'],
        });
        await ground.get(Tokens).forPerson(tx, boss, person.id, { name: 'Grace’s laptop', scopes: null });
        return person;
      });
      await note(1, { name: 'Somebody else' });
      await seal();
      const before = await exported();
      expect(before).toContain('Grace Hopper');
      const erase = (version: number) =>
        ground.database.write(room.id, (tx) => ground.get(Erasures).erase(tx, boss, gone.id, version));
      await expect(erase(gone.version)).rejects.toMatchObject({ code: 'person.still-active' });
      const left = await ground.database.write(room.id, (tx) =>
        people.edit(tx, boss, gone.id, gone.version, { active: false }),
      );
      await expect(erase(gone.version)).rejects.toMatchObject({ code: 'version.stale' });
      expect(await erase(left.version)).toMatchObject({
        person: { name: 'Erased', email: null, externalIds: {}, active: false },
        erased: { tokens: 1, logRows: 3 },
      });
      await seal();

      const found = await verify();
      expect(found).toMatchObject({ broken: null, whole: true, erased: 3 });
      const after = await exported();
      expect(offline(after)).toMatchObject({ ok: true, erased: 3 });
      expect(offline(before).ok).toBe(true);
      expect(after).not.toMatch(/Grace|grace/);
      expect(after).toContain('Somebody else');
      expect(after).toContain('person.erased');
      const traces = await db.sql<{ n: number }>(
        `SELECT (SELECT count(*) FROM log WHERE newsroom = '${room.id}' AND log::text ILIKE '%grace%')::int
           + (SELECT count(*) FROM person WHERE newsroom = '${room.id}' AND person::text ILIKE '%grace%')::int
           + (SELECT count(*) FROM token WHERE newsroom = '${room.id}' AND token::text ILIKE '%grace%')::int AS n`,
      );
      expect(traces[0]?.n).toBe(0);
    });
  });
});

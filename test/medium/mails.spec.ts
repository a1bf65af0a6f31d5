import { setTimeout as pause } from 'node:timers/promises';
import { ClaimsModule, ClaimStore } from '#claims';
import { Comments, CommentsModule } from '#comments';
import { JobsModule } from '#jobs';
import { Calendars, People, systemActor } from '#newsroom';
import {
  type How,
  Mails,
  MailStore,
  NotificationsAtWorkModule,
  NotificationSettings,
  Unsubscribing,
} from '#notifications';
import { MakeDigestHandler } from '../../apps/worker/src/handlers/make-digest.handler.js';
import { SendMailHandler } from '../../apps/worker/src/handlers/send-mail.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { startWork } from '../support/a-worker.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { PostOffice } from '../support/post-office.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

class HandlersModule {}

describe('mail to the people of a newsroom', () => {
  let db: TestDatabase;
  let ground: Ground;
  let office: PostOffice;
  let newsroom: TestNewsroom<'rita' | 'eva' | 'lena'>;
  let work: ReturnType<typeof startWork>;
  let claimId: string;

  beforeAll(async () => {
    db = await aDatabase();
    office = await PostOffice.open();
    ground = await openGround(
      db,
      [
        JobsModule.open({ databaseUrl: db.url, redisUrl: '' }),
        {
          module: HandlersModule,
          imports: [ClaimsModule, CommentsModule, NotificationsAtWorkModule],
          providers: [SendMailHandler, MakeDigestHandler],
        },
      ],
      {
        SMTP_URL: office.url,
        MAIL_FROM: 'The Record <desk@record.example>',
        PUBLIC_BASE_URL: 'https://facts.example.org',
        WEBHOOK_SCHEDULE: '100ms,100ms',
      },
    );
    newsroom = await aNewsroom(ground, { rita: 'reporter', eva: 'editor', lena: 'reviewer' });
    for (const name of ['eva', 'lena'] as const)
      await write((tx) =>
        ground.get(People).edit(tx, system(), newsroom.of[name].id, undefined, { email: `${name}@record.example` }),
      );
    claimId = (
      await write((tx) =>
        ground.get(ClaimStore).insert(tx, system(), { text: 'The bridge cost 41 million.', appearances: [] }),
      )
    ).id;
    work = startWork(ground);
  });
  afterAll(async () => {
    await work.stop();
    await ground.close();
    await office.close();
    await db.drop();
  });

  const system = () => systemActor(newsroom.id);
  const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(newsroom.id, work);
  /** Rita says something that calls somebody; the mail's id, once there is one. */
  async function mention(name: 'eva' | 'lena', words = 'look here.'): Promise<string> {
    const text = `@${name}, ${words}`;
    const person = newsroom.of[name].id;
    const mentions = [{ person, start: 0, end: name.length + 1 }];
    const { id } = await write((tx) =>
      ground.get(Comments).post(tx, newsroom.of.rita.actor, claimId, { text, mentions }),
    );
    return eventually(async () => {
      const [row] = await db.sql<{ mail: string | null }>(
        'SELECT outgoing_id AS mail FROM inbox WHERE comment_id = $1 AND person_id = $2',
        [id, person],
      );
      return row?.mail;
    });
  }
  const stateOf = async (id: string) =>
    (
      await db.sql<{ state: string; last_error: string | null }>('SELECT state, last_error FROM mail WHERE id = $1', [
        id,
      ])
    )[0];
  const ended = (id: string, state: string) =>
    eventually(async () => (await stateOf(id))?.state === state, { what: `mail ${state}` });
  const lettersOf = (id: string) =>
    office.letters.filter(({ raw }) => raw.includes(`Message-ID: <${id}@facts.example.org>`));
  const prefer = (name: 'eva' | 'lena', preferences: Record<string, How>, digestHour = 8) =>
    write(async (tx) => {
      const settings = ground.get(NotificationSettings);
      const { version } = await settings.of(tx, newsroom.of[name].id);
      await settings.save(tx, newsroom.of[name].id, version, { preferences, digestHour });
    });

  it('arrives at a mail server, once, with headers that mail programs know and links back', async () => {
    const id = await mention('eva');
    await ended(id, 'sent');
    const [letter, ...others] = lettersOf(id);
    expect(others).toEqual([]);
    expect(letter?.to).toEqual(['eva@record.example']);
    const raw = letter?.raw.replace(/=\r\n/g, '').replace(/\r\n[ \t]/g, ' ') ?? '';
    expect(raw).toMatch(/^From: The Record <desk@record.example>/m);
    expect(raw).toMatch(/^Subject: \[newsroom-\d+\] You were mentioned: The bridge cost 41 million\./m);
    expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/facts\.example\.org\/public\/unsubscribe\/[\w-]+>/m);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(raw).toMatch(/text\/plain[^]*https:\/\/facts\.example\.org\/v1\/comments\/[^]*text\/html/);
  });

  it('is tried again when the server says later, and not when it says never; no address is kept beside it', async () => {
    office.refuse = { code: 451, times: 1 };
    const later = await mention('eva');
    await ended(later, 'sent');
    expect(lettersOf(later)).toHaveLength(1);
    office.refuse = { code: 550, times: 1 };
    const never = await mention('eva');
    await ended(never, 'failed');
    expect(await stateOf(never)).toMatchObject({ last_error: 'smtp-550' });
    expect(lettersOf(never)).toEqual([]);
    expect(JSON.stringify(await db.sql('SELECT * FROM mail'))).not.toContain('record.example');
    expect(JSON.stringify(await db.sql('SELECT data, personal FROM log'))).not.toContain('eva@record.example');
  });

  it('is not sent a second time when its sender died after the server had it', async () => {
    await prefer('lena', { mention: 'inbox' });
    const id = await mention('eva', 'later.');
    await ended(id, 'sent');
    // As a worker leaves it that is killed between the server's answer and its own commit.
    await db.sql(
      `UPDATE mail SET state = 'sending', leased_until = app.now() - interval '1 second', ended_at = NULL WHERE id = $1`,
      [id],
    );
    await ended(id, 'unknown');
    await pause(200);
    expect(lettersOf(id)).toHaveLength(1);
  });

  it('is nobody’s before its time, and a sender that lost its hold changes nothing', async () => {
    const mails = ground.get(Mails);
    const id = await mention('eva', 'all at once.');
    await ended(id, 'sent');
    await db.sql(
      `UPDATE mail SET state = 'waiting', next_attempt_at = app.now() + interval '1 day', ended_at = NULL WHERE id = $1`,
      [id],
    );
    const claim = () => write((tx) => ground.get(MailStore).claim(tx, id, 60_000));
    expect(await claim()).toBeUndefined();
    await db.sql(`UPDATE mail SET next_attempt_at = 'infinity' WHERE id = $1`, [id]);
    expect(await write((tx) => mails.claim(tx, id))).toBeUndefined();
    await db.sql(
      `UPDATE mail SET state = 'sending', fence = 9, leased_until = app.now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    const late = { mail: { id, fence: 8 } } as never;
    expect(await write((tx) => mails.settle(tx, late, { kind: 'sent', error: null }))).toBe(false);
  });

  it('comes once a day as a digest, at the person’s hour where the newsroom is, without what was read', async () => {
    await write(async (tx) => {
      const calendars = ground.get(Calendars);
      const { version, body } = await calendars.current(tx);
      return calendars.save(tx, { ...newsroom.of.eva.actor }, version, { ...body, timeZone: 'Asia/Kathmandu' });
    });
    await prefer('lena', { mention: 'digest' }, 7);
    const lena = newsroom.of.lena.id;
    for (const words of ['one.', 'two.', 'three.']) await mentionForDigest(words);
    const [waiting] = await db.sql<{ hour: string; ahead: boolean; count: string }>(
      `SELECT to_char(min(digest_at) AT TIME ZONE 'Asia/Kathmandu', 'HH24:MI') AS hour, count(*),
         bool_and(digest_at > app.now() AND digest_at <= app.now() + interval '24 hours') AS ahead FROM inbox WHERE digest_at IS NOT NULL AND person_id = $1`,
      [lena],
    );
    expect(waiting).toEqual({ hour: '07:00', ahead: true, count: 3 });
    await prefer('lena', { mention: 'digest' }, 9);
    const [moved] = await db.sql<{ hour: string }>(
      `SELECT to_char(max(digest_at) AT TIME ZONE 'Asia/Kathmandu', 'HH24:MI') AS hour FROM inbox WHERE digest_at IS NOT NULL AND person_id = $1`,
      [lena],
    );
    expect(moved?.hour).toBe('09:00');
    await db.sql(
      `UPDATE inbox SET read_at = app.now() WHERE id = (
         SELECT id FROM inbox WHERE digest_at IS NOT NULL AND person_id = $1 ORDER BY id LIMIT 1)`,
      [lena],
    );
    await db.shiftClock('24 hours');
    const letter = await office.first(({ to }) => to[0] === 'lena@record.example');
    expect(letter.raw).toMatch(/^Subject: \[newsroom-\d+\] 2 in your inbox/m);
    await db.shiftClock('96 hours');
    await pause(300);
    expect(office.letters.filter(({ to }) => to[0] === 'lena@record.example')).toHaveLength(1);
    await db.shiftClock('0');
  });

  it('is one digest after three days without a worker, and names all of them', async () => {
    const lena = newsroom.of.lena.id;
    const before = office.letters.filter(({ to }) => to[0] === 'lena@record.example').length;
    await prefer('lena', { mention: 'digest' }, 7);
    for (const words of ['four.', 'five.', 'six.']) await mentionForDigest(words);
    await db.sql(
      `UPDATE inbox SET digest_at = app.now() - (SELECT count(*) FROM inbox o WHERE o.person_id = $1 AND o.id > inbox.id) * interval '1 day'
       WHERE person_id = $1 AND digest_at IS NOT NULL`,
      [lena],
    );
    const letters = () => office.letters.filter(({ to }) => to[0] === 'lena@record.example').slice(before);
    await eventually(() => letters().length > 0, { what: 'the digest' });
    await eventually(
      async () =>
        (await db.sql(`SELECT FROM inbox WHERE person_id = $1 AND digest_at IS NOT NULL`, [lena])).length === 0,
    );
    expect(letters().map(({ raw }) => /^Subject: .* (\d+) in your inbox/m.exec(raw)?.[1])).toEqual(['3']);
  });

  async function mentionForDigest(words: string): Promise<void> {
    const person = newsroom.of.lena.id;
    const mentions = [{ person, start: 0, end: 5 }];
    const { id } = await write((tx) =>
      ground.get(Comments).post(tx, newsroom.of.rita.actor, claimId, { text: `@lena, ${words}`, mentions }),
    );
    await eventually(async () => (await db.sql('SELECT 1 FROM inbox WHERE comment_id = $1', [id])).length > 0);
  }

  it('ends with one click of the link in it, which nobody can make up', async () => {
    const id = await mention('eva', 'once more.');
    await ended(id, 'sent');
    const raw = (lettersOf(id)[0]?.raw ?? '').replace(/\r\n[ \t]/g, ' ');
    const token = /public\/unsubscribe\/([\w-]+)>/.exec(raw)?.[1] as string;
    const links = ground.get(Unsubscribing);
    expect(links.whose(token)).toEqual({ newsroom: newsroom.id, personId: newsroom.of.eva.id });
    for (const forged of [`${token.slice(0, -2)}AA`, 'x', '']) expect(links.whose(forged)).toBeUndefined();
    await write((tx) => links.end(tx, newsroom.of.eva.id));
    const { preferences } = await write((tx) => ground.get(NotificationSettings).of(tx, newsroom.of.eva.id));
    expect(new Set(Object.values(preferences))).toEqual(new Set(['inbox']));
  });
});

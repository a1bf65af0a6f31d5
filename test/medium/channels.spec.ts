import { setTimeout as pause } from 'node:timers/promises';
import {
  ChannelPosting,
  Channels,
  ChannelsAtWorkModule,
  ChannelsModule,
  type Post,
  PostStore,
  postToChannel,
} from '#channels';
import { ClaimsModule, ClaimStore, snapshotOf } from '#claims';
import { claimOverdue } from '#deadlines';
import { JobsModule } from '#jobs';
import { LogReaders, record, Sealer } from '#log';
import { Calendars, type DeskRow, DeskStore, systemActor } from '#newsroom';
import { InboxStore, NotificationsAtWorkModule } from '#notifications';
import { PostToChannelHandler } from '../../apps/worker/src/handlers/post-to-channel.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site, type Page } from '../support/web.js';

class HandlersModule {}

const SECRET = 'T0-B0-not-for-anybodys-eyes';
const HOOK = `/services/${SECRET}`;
const USUAL = {
  flavour: 'slack' as const,
  tells: ['proposed', 'overdue', 'published'] as ('proposed' | 'overdue' | 'published')[],
  language: 'en' as const,
  claimUrl: null,
  quiet: true,
  digestHour: null as number | null,
};

describe('the chat channel of a desk', () => {
  let db: TestDatabase;
  let ground: Ground;
  let newsroom: TestNewsroom<'eva' | 'olga' | 'ada'>;
  let chat: Site;
  let beating: Promise<void>;
  let desks: Record<'city' | 'sport', DeskRow>;
  const stop = new AbortController();

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(
      db,
      [
        JobsModule.open({ databaseUrl: db.url, redisUrl: '' }),
        {
          module: HandlersModule,
          imports: [ChannelsAtWorkModule, ChannelsModule, ClaimsModule, NotificationsAtWorkModule],
          providers: [PostToChannelHandler],
        },
      ],
      {
        EGRESS_ALLOW: '127.0.0.0/8',
        WEBHOOK_SCHEDULE: '100ms,100ms,100ms',
        WEBHOOK_TIMEOUT: '1s',
        CHANNEL_FOLD: '200ms',
      },
    );
    beating = beat();
  });
  beforeEach(async () => {
    newsroom = await aNewsroom(ground, {
      eva: { role: 'editor', desks: ['city'] },
      olga: { role: 'editor', desks: ['sport'] },
      ada: 'admin',
    });
    const found = await write((tx) => ground.get(DeskStore).byKeys(tx, ['city', 'sport']));
    desks = Object.fromEntries(found.map((desk) => [desk.key, desk])) as typeof desks;
    chat = await Site.open();
    replies({ body: 'ok' });
  });
  afterEach(async () => {
    await write((tx) => ground.get(Channels).remove(tx, newsroom.of.eva.actor, desks.city, undefined));
    await db.shiftClock('0');
    await chat.close();
  });
  afterAll(async () => {
    stop.abort();
    await beating;
    await ground.close();
    await db.drop();
  });

  /** What the worker's timetable does, faster, and two workers at once for each channel. */
  async function beat(): Promise<void> {
    const handler = ground.get(PostToChannelHandler);
    const job = { attempt: 1, signal: stop.signal } as Parameters<PostToChannelHandler['handle']>[1];
    while (!stop.signal.aborted) {
      await ground.get(Sealer).sealAll();
      await ground
        .get(LogReaders)
        .readAll()
        .catch(() => undefined); // of a channel that was just removed
      const due = await ground.database.system('sweep', (tx) => postToChannel.due?.(tx, 100) ?? Promise.resolve([]));
      await Promise.all(due.flatMap((one) => [handler.handle(one, job), handler.handle(one, job)]));
      await pause(20);
    }
  }

  const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(newsroom.id, work);
  const replies = (...pages: Page[]) => {
    const from = chat.requests.length;
    chat.page(HOOK, () => pages[Math.min(chat.requests.length - from, pages.length) - 1] as Page);
  };
  const texts = () => chat.requests.map(({ body }) => (JSON.parse(body.toString()) as { text: string }).text);
  const set = (values: Partial<typeof USUAL> = {}, desk: 'city' | 'sport' = 'city') =>
    write((tx) =>
      ground
        .get(Channels)
        .set(tx, newsroom.of.eva.actor, desks[desk], undefined, { ...USUAL, url: chat.url(HOOK), ...values }),
    );
  const channel = () => write((tx) => ground.get(Channels).found(tx, desks.city));
  const posts = async (): Promise<Post[]> => {
    const { id } = await channel();
    return write((tx) => ground.get(PostStore).list(tx, id, undefined, 50));
  };
  const arrived = (count: number) =>
    eventually(() => texts().length >= count && texts(), { what: `${count} messages` });
  const posted = (state: Post['state']) =>
    eventually(async () => (await posts()).find((post) => post.state === state), { what: `a message ${state}` });
  const claims = (count: number, desk: string | null = 'city', text = 'The bridge cost 41 million') =>
    write(async (tx) => {
      const made = [];
      for (let n = 1; n <= count; n += 1)
        made.push(
          await ground
            .get(ClaimStore)
            .insert(tx, systemActor(tx.newsroom), { text: `${text}, part ${n}.`, desk, appearances: [] }),
        );
      return made;
    });
  const overdue = (claim: Awaited<ReturnType<typeof claims>>[number], assignee: string | null = null) =>
    write((tx) =>
      record(tx, claimOverdue, {
        actor: systemActor(tx.newsroom),
        subject: { id: claim.id },
        claimId: claim.id,
        data: {
          ...snapshotOf(claim),
          deadline: assignee === null ? 'claim' : 'assignment',
          deadlineAt: '2026-11-25T09:00:00.000Z',
          assignee,
          people: [newsroom.of.olga.id],
          to: [],
        },
      }),
    );

  it('is set with an address that nobody sees again, and a test arrives at once', async () => {
    await set();
    const kept = await channel();
    expect(kept).toMatchObject({
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      ending: 'eyes',
      status: 'enabled',
    });
    await write((tx) => ground.get(Channels).test(tx, newsroom.of.eva.actor, desks.city));
    expect(await arrived(1)).toEqual(['city: This is a test: messages of this desk arrive here.']);
    await posted('sent');
    for (const table of ['desk_channel', 'channel_post', 'channel_notice', 'log']) {
      const rows = await db.sql<{ row: string }>(`SELECT t::text AS row FROM ${table} AS t`);
      expect(rows.map(({ row }) => row).join()).not.toContain(SECRET);
      expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from(SECRET).toString('hex'));
    }
    await expect(ground.get(Channels).assertReachable('http://10.0.0.1/hooks/x')).rejects.toMatchObject({
      code: 'channel.url-refused',
    });
  });

  it('is told of forty claims in one message, and of nothing that lies on another desk or in another newsroom', async () => {
    await set();
    const other = newsroom;
    newsroom = await aNewsroom(ground, { eva: { role: 'editor', desks: ['city'] }, olga: 'editor', ada: 'admin' });
    await claims(2, 'city', 'Elsewhere');
    newsroom = other;
    await claims(3, 'sport', 'The match was bought');
    await claims(2, null, 'Nobody’s');
    await claims(40);
    const [text = ''] = await arrived(1);
    expect(text).toMatch(/^city: 40 claims wait for triage\n• The bridge cost 41 million, part 1\. </);
    expect(text).toContain('and 35 more');
    expect(text).not.toMatch(/match|Nobody|Elsewhere/);
    await pause(500);
    expect(texts()).toHaveLength(1);
    expect(await posts()).toMatchObject([{ state: 'sent', tells: { proposed: 40 }, status: 200 }]);
  });

  it('names claims and no people, and nothing that is no news any more', async () => {
    await set();
    const [first, second] = await claims(2);
    await overdue(first as never);
    await db.sql(`UPDATE claim SET state = 'dismissed' WHERE id = $1`, [second?.id]);
    const [text = ''] = await arrived(1);
    expect(text).toContain('A claim waits for triage');
    expect(text).toContain('A claim is overdue');
    expect(text).not.toContain('part 2');
    expect(text).not.toContain(newsroom.of.olga.id);
  });

  it('tells nothing that comes from a seat of a blind round while it is open', async () => {
    await set();
    const [blind, open] = await claims(2);
    const rounds = [
      [blind, true],
      [open, false],
    ] as const;
    for (const [claim, isBlind] of rounds) {
      await db.sql(
        `WITH r AS (INSERT INTO round (newsroom, id, claim_id, number, policy)
           VALUES ($1, gen_random_uuid(), $2, 1, $3) RETURNING id)
         INSERT INTO assignment (newsroom, id, claim_id, round_id, person_id, position, kind)
         SELECT $1, gen_random_uuid(), $2, r.id, $4, 0, 'assigned' FROM r`,
        [newsroom.id, claim?.id, { blind: isBlind, reviewsRequired: 2 }, newsroom.of.olga.id],
      );
      await overdue(claim as never, newsroom.of.olga.id);
    }
    const [text = ''] = await arrived(1);
    expect(text.split('\n\n')[1]).toMatch(/^A claim is overdue\n• .* part 2\. <\S+\|→>$/);
  });

  it('keeps still in quiet hours, and tells it all in one message at their end', async () => {
    await set();
    await write(async (tx) => {
      const { body, version } = await ground.get(Calendars).current(tx);
      const quietHours = { from: '00:00', to: '23:59' };
      await ground.get(Calendars).save(tx, newsroom.of.ada.actor, version, { ...body, quietHours });
    });
    await claims(1);
    await eventually(async () => (await db.sql('SELECT 1 FROM channel_notice')).length === 1);
    await claims(1, 'city', 'The tunnel leaks');
    await eventually(async () => (await db.sql('SELECT 1 FROM channel_notice')).length === 2);
    const [{ due } = { due: '' }] = await db.sql<{ due: string }>(
      `SELECT to_char(max(due_at) AT TIME ZONE 'UTC', 'HH24:MI') AS due FROM channel_notice`,
    );
    expect(due).toBe('23:59');
    expect(texts()).toEqual([]);
    await db.sql(`UPDATE app.clock SET shift = (SELECT max(due_at) FROM channel_notice) - now() + interval '1 second'`);
    expect((await arrived(1))[0]).toContain('2 claims wait for triage');
  });

  it('tries again when the chat is busy or broken, no sooner than it asks, with what came in between', async () => {
    replies({ status: 503 }, { status: 429, headers: { 'retry-after': '3600' }, body: 'rate_limited' }, { body: 'ok' });
    await set();
    await claims(1);
    await arrived(2);
    await eventually(async () => (await channel()).heldUntil !== null);
    await claims(1, 'city', 'The tunnel leaks');
    await eventually(async () => (await db.sql('SELECT 1 FROM channel_notice')).length === 2);
    await pause(300);
    expect(texts()).toHaveLength(2);
    await db.shiftClock('61 minutes');
    expect((await arrived(3))[2]).toContain('2 claims wait for triage');
    await posted('sent');
    expect((await posts()).map(({ state, error }) => [state, error])).toEqual([
      ['sent', null],
      ['put-off', 'http-429'],
      ['put-off', 'http-503'],
    ]);
    expect(await channel()).toMatchObject({ failures: 0, failingSince: null, lastError: null });
  });

  it('is disabled when the chat says that it is over, which the desk’s editors find in their inbox', async () => {
    replies({ status: 410, body: 'channel_is_archived' });
    await set();
    await claims(2);
    const off = await eventually(async () => {
      const found = await channel();
      return found.status === 'disabled' && found;
    });
    expect(off).toMatchObject({ disabledReason: 'gone', lastError: 'channel_is_archived' });
    const inboxOf = (name: 'eva' | 'olga') =>
      write((tx) => ground.get(InboxStore).list(tx, newsroom.of[name].id, {}, undefined, 10));
    const told = await eventually(async () => {
      const found = await inboxOf('eva');
      return found.length > 0 && found;
    });
    expect(told).toMatchObject([{ kind: 'channel-disabled', claimId: null }]);
    expect(await inboxOf('olga')).toEqual([]);
    await claims(1, 'city', 'Meanwhile');
    await expect(write((tx) => ground.get(Channels).test(tx, newsroom.of.eva.actor, desks.city))).rejects.toMatchObject(
      {
        code: 'channel.disabled',
      },
    );
    replies({ body: 'ok' });
    await eventually(async () => (await db.sql('SELECT 1 FROM log WHERE sequence IS NULL')).length === 0);
    await set();
    await claims(1, 'city', 'Afterwards');
    expect((await arrived(2))[1]).toMatch(/Afterwards/);
    expect(texts()[1]).not.toMatch(/Meanwhile/);
  });

  it('is disabled when nothing but failures came for a whole schedule', async () => {
    replies({ body: '<!doctype html><title>Log in to chat</title>' });
    await set();
    await claims(1);
    const off = await eventually(async () => {
      const found = await channel();
      return found.status === 'disabled' && found;
    });
    expect(off).toMatchObject({ disabledReason: 'failing', lastError: 'not-a-webhook' });
    expect(texts()).toHaveLength(4);
    expect(await db.sql('SELECT 1 FROM channel_notice')).toEqual([]);
  });

  it('gets nothing twice when the chat took a message and never said so', async () => {
    replies({ instead: 'hang' }, { instead: 'reset' }, { body: 'ok' });
    await set();
    await claims(1);
    await posted('unknown');
    await claims(1, 'city', 'The tunnel leaks');
    await eventually(async () => (await posts()).filter(({ state }) => state === 'unknown').length === 2);
    await claims(1, 'city', 'The ferry is late');
    await posted('sent');
    const said = texts();
    for (const words of ['bridge', 'tunnel', 'ferry'])
      expect(said.filter((text) => text.includes(words))).toHaveLength(1);
    expect((await posts()).map(({ error }) => error)).toEqual([null, 'reset', 'timeout']);
  });

  it('gets nothing twice when the worker died between the chat’s answer and its own commit', async () => {
    await set();
    await claims(1);
    await arrived(1);
    await posted('sent');
    const { id } = await channel();
    const posting = ground.get(ChannelPosting);
    await write((tx) =>
      tx.run("UPDATE desk_channel SET held_until = app.now() + interval '1 hour' WHERE newsroom = $1", [newsroom.id]),
    );
    await claims(1, 'city', 'The tunnel leaks');
    await eventually(async () => (await db.sql('SELECT 1 FROM channel_notice WHERE due_at <= app.now()')).length === 1);
    // A worker takes it, posts it, and is killed.
    const letter = await write(async (tx) => {
      await tx.run('UPDATE desk_channel SET held_until = NULL WHERE newsroom = $1', [newsroom.id]);
      return posting.claim(tx, id);
    });
    expect(letter?.payload.text).toContain('tunnel');
    await claims(1, 'city', 'The ferry is late');
    await db.shiftClock('20 minutes');
    expect((await arrived(2))[1]).toContain('ferry');
    await posted('unknown');
    expect(texts().join()).not.toContain('tunnel');
    // It comes back from the dead.
    const answer = { status: 500, body: '', failure: null, neverBegan: false, retryAfterMs: null };
    expect(await write((tx) => posting.settle(tx, letter as never, answer))).toBe(false);
    await pause(300);
    expect(texts()).toHaveLength(2);
  });

  it('gets the figures of the day at the desk’s hour, once', async () => {
    await set({ digestHour: 9, tells: [] });
    await claims(3);
    const [{ hour } = { hour: '' }] = await db.sql<{ hour: string }>(
      `SELECT to_char(digest_at AT TIME ZONE 'UTC', 'HH24:MI') AS hour FROM desk_channel`,
    );
    expect(hour).toBe('09:00');
    await db.sql(`UPDATE app.clock SET shift = (SELECT digest_at FROM desk_channel) - now() + interval '1 second'`);
    expect(await arrived(1)).toEqual(['city: What waits today\n• 3 for triage']);
    await pause(300);
    expect(texts()).toHaveLength(1);
  });
});

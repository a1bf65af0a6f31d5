import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { JobsModule } from '#jobs';
import { LogStore } from '#log';
import {
  type Attempt,
  type Delivery,
  DeliveryStore,
  type Endpoint,
  EndpointStore,
  ReplayStore,
  WebhookDeliveries,
  WebhookEndpoints,
  WebhookReplays,
  WebhooksAtWorkModule,
} from '#webhooks';
import { DeliverWebhooksHandler } from '../../apps/worker/src/handlers/deliver-webhooks.handler.js';
import { MakeRoomForDeliveriesHandler } from '../../apps/worker/src/handlers/make-room-for-deliveries.handler.js';
import { ReplayWebhooksHandler } from '../../apps/worker/src/handlers/replay-webhooks.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { startWork } from '../support/a-worker.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { Receiver } from '../support/receiver.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import type { Page, Received } from '../support/web.js';

class HandlersModule {}

describe('webhooks', () => {
  let db: TestDatabase;
  let ground: Ground;
  let newsroom: TestNewsroom<'ada'>;
  let work: ReturnType<typeof startWork>;

  beforeAll(async () => {
    db = await aDatabase();
    const env = { EGRESS_ALLOW: '127.0.0.0/8', WEBHOOK_SCHEDULE: '100ms,100ms,100ms', WEBHOOK_TIMEOUT: '1s' };
    ground = await openGround(
      db,
      [
        JobsModule.open({ databaseUrl: db.url, redisUrl: '' }),
        {
          module: HandlersModule,
          imports: [WebhooksAtWorkModule],
          providers: [DeliverWebhooksHandler, ReplayWebhooksHandler, MakeRoomForDeliveriesHandler],
        },
      ],
      env,
    );
    newsroom = await aNewsroom(ground, { ada: 'admin' }, { desks: ['city'] });
    work = startWork(ground);
  });
  afterAll(async () => {
    await work.stop();
    await ground.close();
    await db.drop();
  });

  /** What the worker's timetable does, faster. */
  const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(newsroom.id, work);
  const endpoints = () => ground.get(WebhookEndpoints);
  const subscribe = (url: string, more: { events?: string[]; desk?: string } = {}) =>
    write((tx) =>
      endpoints().create(tx, newsroom.of.ada.actor, {
        url,
        description: null,
        events: more.events ?? ['endpoint.disabled'],
        desk: more.desk ?? null,
      }),
    );
  const ping = (id: string) => write((tx) => endpoints().ping(tx, newsroom.of.ada.actor, id));
  const byId = (id: string) => write((tx) => ground.get(EndpointStore).byId(tx, id)) as Promise<Endpoint>;
  const deliveries = (id: string, filter = {}): Promise<Delivery[]> =>
    write((tx) => ground.get(DeliveryStore).list(tx, id, filter, undefined, 500));
  const attempts = (delivery: Delivery): Promise<Attempt[]> =>
    write((tx) => ground.get(DeliveryStore).attempts(tx, delivery, 0, 100));
  const settled = (id: string) =>
    eventually(async () => {
      const all = await deliveries(id);
      return all.length > 0 && all.every(({ status }) => status !== 'pending') && all;
    });
  const verified = (secret: string, { body, headers }: Received) =>
    new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;

  async function receiver(script?: (nth: number, request: Received) => Page): Promise<Receiver> {
    const opened = await Receiver.open();
    if (script) opened.answer((request, nth) => script(nth, request));
    open.push(opened);
    return opened;
  }
  const open: Receiver[] = [];
  afterEach(async () => {
    await write((tx) =>
      tx.run(
        `UPDATE webhook_endpoint SET status = 'disabled', disabled_reason = 'by-hand',
      disabled_at = app.now() WHERE newsroom = $1 AND status = 'enabled'`,
        [newsroom.id],
      ),
    );
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  it('brings an event, signed, to an endpoint that a stock library verifies from the raw bytes', async () => {
    const cms = await receiver();
    const { endpoint, secret } = await subscribe(cms.url);
    const { eventId } = await ping(endpoint.id);
    await cms.first(({ type }) => type === 'ping');
    const [request] = cms.received as [Received];
    expect(request.headers['webhook-id']).toBe(eventId);
    expect(request.headers['content-type']).toBe('application/json');
    expect(verified(secret, request)).toMatchObject({
      id: eventId,
      type: 'ping',
      schemaVersion: 1,
      newsroom: newsroom.slug,
      actor: { kind: 'person', id: newsroom.of.ada.id },
      subject: { kind: 'webhook-endpoint', id: endpoint.id },
      data: { endpointId: endpoint.id },
    });
    expect(() => verified(secret.replace(/.{4}$/, 'AAA='), request)).toThrow();
    const [delivery] = await settled(endpoint.id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, lastStatus: 204, nextAttemptAt: null });
    const [attempt] = await attempts(delivery as Delivery);
    expect(attempt).toMatchObject({ number: 1, status: 204, error: null, url: cms.url });
    expect(attempt?.requestHeaders['webhook-signature']).toBe('v1,…');
  });

  it('keeps the secret out of the database in clear, and out of the log', async () => {
    const { endpoint, secret } = await subscribe('https://203.0.113.1.example/hook?key=hidden');
    const [row] = await db.sql<{ found: boolean }>(
      `SELECT position($1::bytea in ciphertext) > 0 AS found FROM webhook_secret WHERE endpoint_id = $2`,
      [Buffer.from(secret.slice(6)), endpoint.id],
    );
    expect(row?.found).toBe(false);
    const told = JSON.stringify(await db.sql('SELECT data FROM log WHERE subject_id = $1', [endpoint.id]));
    expect(told).not.toContain('hidden');
    expect(told).not.toContain(secret.slice(6));
  });

  it('tries again by the schedule under the same id, each attempt newly signed, until it is taken', async () => {
    const cms = await receiver((nth) => (nth < 3 ? { status: 500, body: `no ${nth}` } : { status: 200, body: 'yes' }));
    const { endpoint, secret } = await subscribe(cms.url);
    const { eventId } = await ping(endpoint.id);
    const [delivery] = await settled(endpoint.id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 3 });
    expect(new Set(cms.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([eventId]));
    cms.received.forEach((request) => verified(secret, request));
    const log = await attempts(delivery as Delivery);
    expect(log.map(({ status, error, responseBody }) => [status, error, responseBody])).toEqual([
      [500, 'http-500', 'no 1'],
      [500, 'http-500', 'no 2'],
      [200, null, 'yes'],
    ]);
    expect((await byId(endpoint.id)).failingSince).toBeNull();
  });

  it('shows when it will try again, 20 % more or less than the schedule says', async () => {
    const cms = await receiver(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
    const { endpoint } = await subscribe(cms.url);
    await ping(endpoint.id);
    const waiting = await eventually(async () => (await deliveries(endpoint.id)).find(({ attempts: n }) => n === 1));
    const [wait] = await db.sql<{ seconds: number }>(
      `SELECT extract(epoch FROM next_attempt_at - app.now())::float AS seconds FROM delivery WHERE id = $1`,
      [waiting.id],
    );
    expect(wait?.seconds).toBeGreaterThan(3_500);
    expect(wait?.seconds).toBeLessThanOrEqual(3_600);
    expect((await byId(endpoint.id)).heldUntil).not.toBeNull();
    await ping(endpoint.id);
    await eventually(async () => (await deliveries(endpoint.id)).length === 2);
    await pause(200);
    expect(cms.received).toHaveLength(1); // it asked for quiet
  });

  it('gives up at the end of the schedule, and a resend starts it again under the same id', async () => {
    let well = false;
    const cms = await receiver(() => ({ status: well ? 204 : 500 }));
    const { endpoint } = await subscribe(cms.url);
    const { eventId } = await ping(endpoint.id);
    const [delivery] = (await settled(endpoint.id)) as [Delivery];
    expect(delivery).toMatchObject({ status: 'exhausted', attempts: 4, lastError: 'http-500' });
    well = true;
    await write((tx) => ground.get(WebhookDeliveries).resend(tx, newsroom.of.ada.actor, delivery.id));
    await eventually(async () => (await deliveries(endpoint.id))[0]?.status === 'delivered');
    expect(new Set(cms.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([eventId]));
  });

  it('never follows a redirect', async () => {
    const trap = await receiver();
    const cms = await receiver(() => ({ status: 307, headers: { location: trap.url } }));
    const { endpoint } = await subscribe(cms.url);
    await ping(endpoint.id);
    const [delivery] = (await settled(endpoint.id)) as [Delivery];
    expect(delivery).toMatchObject({ status: 'exhausted', lastStatus: 307, lastError: 'redirect' });
    expect(trap.received).toEqual([]);
  });

  it('disables an endpoint that answers 410 at once, and tells the others', async () => {
    const watcher = await receiver();
    await subscribe(watcher.url, { events: ['endpoint.*'] });
    const cms = await receiver(() => ({ status: 410 }));
    const { endpoint } = await subscribe(cms.url);
    await ping(endpoint.id);
    const event = await watcher.first(({ type }) => type === 'endpoint.disabled');
    expect(event['data']).toMatchObject({ endpointId: endpoint.id, reason: 'gone', lastStatus: 410 });
    expect(await byId(endpoint.id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    expect(cms.received).toHaveLength(1);
    await expect(ping(endpoint.id)).rejects.toMatchObject({ code: 'webhook.disabled' });
  });

  it('disables an endpoint that has failed for five days when a delivery has run out of attempts', async () => {
    const cms = await receiver(() => ({ status: 500 }));
    const { endpoint } = await subscribe(cms.url);
    await ping(endpoint.id);
    await settled(endpoint.id);
    expect((await byId(endpoint.id)).status).toBe('enabled');
    await db.sql(`UPDATE webhook_endpoint SET failing_since = failing_since - interval '121 hours' WHERE id = $1`, [
      endpoint.id,
    ]);
    await ping(endpoint.id);
    await eventually(async () => (await byId(endpoint.id)).disabledReason === 'failing');
  });

  it('lets the old secret verify beside the new one until its time is over, and no more than ten at once', async () => {
    const cms = await receiver();
    const { endpoint, secret: old } = await subscribe(cms.url);
    const rotate = (grace: number) => write((tx) => endpoints().rotate(tx, newsroom.of.ada.actor, endpoint.id, grace));
    const { secret: next } = await rotate(3_600);
    await ping(endpoint.id);
    const both = await eventually(() => cms.received[0]);
    for (const secret of [old, next]) verified(secret, both);
    const { secret: last } = await rotate(0);
    await db.sql(`UPDATE webhook_secret SET expires_at = app.now() WHERE endpoint_id = $1 AND expires_at IS NOT NULL`, [
      endpoint.id,
    ]);
    await ping(endpoint.id);
    const one = await eventually(() => cms.received[1]);
    verified(last, one);
    for (const secret of [old, next]) expect(() => verified(secret, one)).toThrow();
    for (let live = 1; live < 10; live++) await rotate(604_800);
    await expect(rotate(604_800)).rejects.toMatchObject({ code: 'webhook.too-many-secrets' });
  });

  it('sends to an endpoint what it subscribed to and what its desk is about, and nothing from before it was there', async () => {
    await subscribe('http://127.0.0.1:9/before');
    const all = await receiver();
    const cityDesk = await receiver();
    await subscribe(all.url, { events: ['*'] });
    const { endpoint } = await subscribe(cityDesk.url, { events: ['*'], desk: 'city' });
    const { endpoint: third } = await subscribe('http://127.0.0.1:9/third', { events: ['ping'], desk: 'city' });
    await write((tx) => endpoints().disable(tx, newsroom.of.ada.actor, third.id, 'by-hand'));
    await all.first(
      ({ type, data }) =>
        type === 'endpoint.disabled' && (data as Endpoint & { endpointId: string }).endpointId === third.id,
    );
    const event = await cityDesk.first(({ type }) => type === 'endpoint.disabled');
    expect(event['data']).toMatchObject({ desk: 'city', endpointId: third.id });
    expect((await deliveries(endpoint.id)).map(({ eventType }) => eventType)).toEqual(['endpoint.disabled']);
    expect(all.events().map(({ type }) => type)).not.toContain('endpoint.created'); // history only
  });

  it('keeps other endpoints quick while one never answers', async () => {
    const dead = await receiver(() => ({ instead: 'hang' }));
    const well = await receiver();
    const { endpoint: sick } = await subscribe(dead.url);
    const { endpoint } = await subscribe(well.url);
    for (let i = 0; i < 20; i++) await ping(sick.id);
    await eventually(() => dead.received.length > 0);
    for (let i = 0; i < 20; i++) await ping(endpoint.id);
    await eventually(() => well.received.length === 20);
    expect((await deliveries(sick.id, { status: 'exhausted' })).length).toBe(0);
    const tried = await eventually(async () => (await deliveries(sick.id)).find(({ attempts: n }) => n > 0));
    expect(tried.lastError).toBe('timeout');
  });

  it('leaves what two workers ask for at once to one of them, and ignores the one that lost its hold', async () => {
    const { endpoint } = await subscribe('http://127.0.0.1:9/nobody');
    await write((tx) =>
      tx.run(`UPDATE webhook_endpoint SET held_until = app.now() + interval '1 day' WHERE id = $1`, [endpoint.id]),
    );
    for (let i = 0; i < 3; i++) await ping(endpoint.id);
    await eventually(async () => (await deliveries(endpoint.id)).length === 3);
    const claim = () => write((tx) => ground.get(DeliveryStore).claim(tx, endpoint.id, 10, 60_000));
    const claimed = (await Promise.all([claim(), claim(), claim()])).flat();
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(3);
    expect(claimed).toHaveLength(3);
    const [lost] = claimed as [Delivery];
    await db.sql(`UPDATE delivery SET leased_until = app.now() - interval '1 second' WHERE id = $1`, [lost.id]);
    const [taken] = (await claim()) as [Delivery];
    expect(taken.id).toBe(lost.id);
    const outcome = {
      status: 200,
      error: null,
      errorDetail: null,
      retryAfterMs: null,
      durationMs: 1,
      responseHeaders: null,
      responseBody: null,
    };
    const settle = (delivery: Delivery) =>
      write(async (tx) => {
        const end = { delivery, url: endpoint.url, headers: {}, outcome, status: 'delivered' as const, afterMs: null };
        return (await ground.get(DeliveryStore).settle(tx, [end])).size === 1;
      });
    expect(await settle(lost)).toBe(false);
    expect(await settle(taken)).toBe(true);
    expect(await settle(taken)).toBe(false);
  });

  it('sends again what failed in a span of time, and what came while the endpoint was off', async () => {
    let well = false;
    const cms = await receiver(() => ({ status: well ? 204 : 500 }));
    const { endpoint } = await subscribe(cms.url, { events: ['endpoint.disabled'] });
    const admin = newsroom.of.ada.actor;
    const offOn = async (id: string) => {
      await write((tx) => endpoints().disable(tx, admin, id, 'by-hand'));
      await write((tx) => endpoints().enable(tx, admin, id));
    };
    const { endpoint: other } = await subscribe('http://127.0.0.1:9/other', { events: ['ping'] });
    await offOn(other.id);
    const [failed] = (await settled(endpoint.id)) as [Delivery];
    expect(failed.status).toBe('exhausted');
    await write((tx) => endpoints().disable(tx, admin, endpoint.id, 'by-hand'));
    await offOn(other.id); // nobody hears of this one
    const head = (await write((tx) => ground.get(LogStore).sealedAfter(tx, newsroom.id, 0, 100_000))).length;
    await eventually(async () => {
      const [reader] = await db.sql<{ sequence: string }>(
        `SELECT sequence FROM log_reader WHERE newsroom = $1 AND reader = 'webhooks'`,
        [newsroom.id],
      );
      return Number(reader?.sequence) >= head;
    });
    await write((tx) => endpoints().enable(tx, admin, endpoint.id));
    well = true;
    const [earlier] = await db.sql<{ at: Date }>('SELECT created_at AS at FROM webhook_endpoint WHERE id = $1', [
      endpoint.id,
    ]);
    const replay = await write((tx) =>
      ground.get(WebhookReplays).ask(tx, admin, {
        endpointId: endpoint.id,
        since: earlier?.at as Date,
        until: null,
        which: 'undelivered',
      }),
    );
    const done = await eventually(async () => {
      const now = await write((tx) => ground.get(ReplayStore).byId(tx, endpoint.id, replay.id));
      return now?.state === 'done' && now;
    });
    expect(done.events).toBeGreaterThanOrEqual(done.deliveries);
    const all = await settled(endpoint.id);
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 'delivered'));
    expect(all.length).toBe(3); // the failed one, its own while off, and the other's
    expect(done.deliveries).toBe(3);
  });

  it('finds what is due in PostgreSQL alone: an emptied job store loses nothing', async () => {
    let well = false;
    const cms = await receiver(() => ({ status: well ? 204 : 500, headers: { 'retry-after': '1' } }));
    const { endpoint } = await subscribe(cms.url);
    await ping(endpoint.id);
    await eventually(async () => (await deliveries(endpoint.id))[0]?.attempts === 1);
    await db.sql('TRUNCATE bullmq.bullmq_jobs CASCADE').catch(async () => {
      const tables = await db.sql<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'bullmq' AND table_name LIKE '%job%'`);
      for (const { name } of tables) await db.sql(`TRUNCATE bullmq.${name} CASCADE`);
    });
    well = true;
    const [delivery] = await settled(endpoint.id);
    expect(delivery?.status).toBe('delivered');
  });

  it('refuses addresses inside the house, by name and by number', async () => {
    for (const url of [
      'http://10.0.0.1/',
      'https://169.254.169.254/latest',
      'https://[::1]/',
      'https://user:x@example.org/',
      'https://example.org/#part',
    ])
      await expect(endpoints().assertReachable(url)).rejects.toMatchObject({ code: 'webhook.url-refused' });
    await expect(subscribe('https://example.org', { events: ['claim.nonsense', 'ping'] })).rejects.toMatchObject({
      code: 'webhook.event-unknown',
      errors: [{ pointer: '/events/0' }],
    });
  });
});

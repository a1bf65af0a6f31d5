import { connect, type Socket } from 'node:net';
import { claimProposed, exampleClaim } from '#claims';
import { record } from '#log';
import { systemActor } from '#newsroom';
import { House, type Desk } from '../support/a-desk.js';
import { atRest } from '../support/at-rest.js';
import { eventually } from '../support/eventually.js';
import { Listener } from '../support/listener.js';

let house: House;
let desk: Desk<'rita' | 'eva' | 'ada'>;

beforeAll(async () => {
  house = await House.open({ apis: 2, env: { STREAM_BEAT: '200ms' } });
  desk = await house.newsroom({ rita: 'reporter', eva: 'editor', ada: 'admin' });
  await atRest(house.db); // a listener begins at the last sealed row
});
afterAll(() => house?.close());

const at = (api: number) => (house.app.of('api')[api] as { url: string }).url;
const listen = (
  api: number,
  { token = desk.room.of.eva.token, query = '', last }: { token?: string; query?: string; last?: string } = {},
) => Listener.open(`${at(api)}/v1/events/stream${query}`, token, last);
const about =
  (claim: { id: string }, type = 'claim.proposed') =>
  (event: { type: string; data: Record<string, unknown> }) =>
    event.type === type && event.data['claimId'] === claim.id;

/** More than the system buffers for a client that reads nothing: the sequence of the last of it. */
async function muchHappens(): Promise<number> {
  const { id: newsroom } = desk.room;
  for (let batch = 0; batch < 20; batch += 1) {
    await house.ground.database.write(newsroom, async (tx) => {
      const move = { action: null, from: null, to: 'proposed', people: [], reason: null, score: null };
      const data = { ...exampleClaim, ...move, text: 'It rained, they say. '.repeat(1_000) };
      const entry = { actor: systemActor(newsroom), subject: { id: exampleClaim.claimId }, data };
      for (let n = 0; n < 40; n += 1) await record(tx, claimProposed, entry);
    });
  }
  return lastRow();
}

/** The sequence of the newsroom's last row, once no more are written. */
async function lastRow(): Promise<number> {
  await atRest(house.db);
  const [row] = await house.db.sql<{ last: number }>('SELECT max(sequence)::int AS last FROM log WHERE newsroom = $1', [
    desk.room.id,
  ]);
  return (row as { last: number }).last;
}

/** A client that asks for the stream from its beginning, and reads no more than that it has begun. */
async function deaf(url: string, token: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`GET /v1/events/stream?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  return socket;
}

/** What the system had kept for it. */
async function allThatCame(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString();
}

describe('a newsroom that listens', () => {
  it('hears in one process what was done through another, in the order of the log, and nobody else’s', async () => {
    const listeners = await Promise.all([listen(0), listen(1), listen(1, { query: '?type=claim.queued' })]);
    const others = await house.newsroom({ eva: 'editor' });
    const foreign = await others.claim('eva');
    const claims = [await desk.claim('eva'), await desk.claim('rita', { text: 'It rained.' })];
    const last = claims[1] as { id: string };
    await desk.does('eva', last, 'accept');
    for (const listener of listeners) await listener.first(about(last, 'claim.queued'));
    const [one, two, queued] = listeners as [Listener, Listener, Listener];
    expect(two.heard).toEqual(one.heard);
    const sequences = one.heard.map(({ id }) => id);
    expect(sequences).toEqual(sequences.map((_, i) => (sequences[0] as number) + i));
    expect(queued.heard.map(({ type }) => type)).toEqual(['claim.queued']);
    expect(JSON.stringify(one.heard)).not.toContain(foreign.id);
    const { body } = (await desk.as('eva').get<{ data: unknown[] }>(`/v1/events?limit=200`)).must(200);
    expect(body.data).toContainEqual(expect.objectContaining({ sequence: sequences[0] }));
    listeners.forEach((listener) => listener.close());
  });

  it('goes on after Last-Event-ID at another process, without a gap and without a double', async () => {
    const first = await listen(0);
    const before = await desk.claim('eva');
    await first.first(about(before));
    first.close();
    const missed = [await desk.claim('eva'), await desk.claim('eva')];
    const again = await listen(1, { last: first.lastEventId });
    await again.first(about(missed[1] as { id: string }));
    const ids = [...first.heard, ...again.heard].map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => (ids[0] as number) + i));
    const all = await listen(0, { last: '0' });
    await all.first(about(missed[1] as { id: string }));
    expect(all.heard[0]?.id).toBe(1);
    [again, all].forEach((listener) => listener.close());
  });

  it('is cut at once, in every process, when the token is revoked or its owner may no longer listen', async () => {
    const made = (
      await desk.as('eva').post<{ id: string; token: string }>(`/v1/people/${desk.id('eva')}/tokens`, { name: 'wall' })
    ).must(201).body;
    const walls = await Promise.all([listen(0, { token: made.token }), listen(1, { token: made.token })]);
    const mine = await listen(1);
    (await desk.as('eva').post(`/v1/tokens/${made.id}/revoke`)).must(200);
    for (const wall of walls) await wall.ended();
    expect(mine.over).toBe(false);
    const person = (await desk.as('ada').get(`/v1/people/${desk.id('eva')}`)).must(200);
    (
      await desk.as('ada').patch(`/v1/people/${desk.id('eva')}`, { roles: ['reviewer'] }, { ifMatch: person.etag })
    ).must(200);
    await mine.ended();
    expect((await listen(0)).status).toBe(403);
    const now = (await desk.as('ada').get(`/v1/people/${desk.id('eva')}`)).must(200);
    (await desk.as('ada').patch(`/v1/people/${desk.id('eva')}`, { roles: ['editor'] }, { ifMatch: now.etag })).must(
      200,
    );
  });

  it('refuses who may not listen, a sixth stream of one token, and an id that the log does not have', async () => {
    expect((await listen(0, { token: desk.room.of.rita.token })).status).toBe(403);
    for (const last of ['nonsense', '-1', '999999999']) expect((await listen(0, { last })).status).toBe(400);
    const five = await Promise.all(Array.from({ length: 5 }, () => listen(0)));
    expect(five.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await listen(0)).status).toBe(429);
    five.forEach((listener) => listener.close());
  });

  it('is rid of clients that take nothing, and goes on telling those who listen', async () => {
    const { token } = (
      await desk
        .as('ada')
        .post<{ token: string }>(`/v1/people/${desk.id('ada')}/tokens`, { name: 'a screen in the hall' })
    ).must(201).body;
    const last = await muchHappens();
    const screens = await Promise.all(Array.from({ length: 5 }, () => deaf(at(0), token)));
    const listener = await listen(0, { last: '0' });
    await listener.first(({ id }) => id >= last);
    // A token keeps five: there is room for five others when all of the first are gone.
    const others: Listener[] = [];
    await eventually(
      async () => {
        const one = await listen(0, { token });
        if (one.status === 200) others.push(one);
        return others.length === screens.length;
      },
      { what: 'room for five others' },
    );
    for (const screen of screens) {
      const heard = await allThatCame(screen);
      expect(heard).toContain('id: 1\n');
      expect(heard).not.toContain(`id: ${last}\n`);
    }
    expect(listener.over).toBe(false);
    [listener, ...others].forEach((each) => each.close());
  });

  it('shows that it lives, and ends in order when its process shuts down', async () => {
    const token = desk.room.of.ada.token;
    const listener = await listen(1, { token });
    await eventually(() => listener.beats >= 2, { what: 'two beats' });
    await house.app.kill(house.app.of('api')[1] as never, 'SIGTERM');
    await listener.ended();
    const elsewhere = await listen(0, { token, last: listener.lastEventId || undefined });
    const claim = await desk.claim('eva');
    await elsewhere.first(about(claim));
    elsewhere.close();
  });
});

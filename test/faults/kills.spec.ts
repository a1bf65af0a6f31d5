import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { AT_REST } from '../support/at-rest.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { emptyJobStore } from '../support/job-store.js';
import { Receiver } from '../support/receiver.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

const NEWS = (n: number) => `Bridge number ${n} opens

The bridge over the Tollen cost ${40 + n} million crowns, mayor Oskar Lindqvale said on Tuesday. It carries ${n} lanes.`;

jest.setTimeout(180_000);

describe('when a process is killed in the middle', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let room: TestNewsroom<'ada'>;
  let ada: Client;
  let receiver: Receiver;
  let site: Site;

  beforeEach(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    room = await aNewsroom(ground, { ada: 'admin' });
    app = await TestApp.start(db, { workers: 0 });
    ada = app.as(room.of.ada.token);
    receiver = await Receiver.open();
    site = await Site.open();
    const endpoint = { url: receiver.url, events: ['article.*', 'claim.*'] };
    (await ada.post('/v1/webhook-endpoints', endpoint)).must(201);
  });
  afterEach(async () => {
    await app.stop();
    await Promise.all([receiver.close(), site.close(), ground.close()]);
    await db.drop();
  });

  const send = async (n: number, key?: string): Promise<string> =>
    (await ada.post<{ id: string }>('/v1/articles', { text: NEWS(n) }, { idempotencyKey: key })).must(202).body.id;

  const ones = async (sql: string): Promise<number> =>
    (await db.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`))[0]?.count ?? -1;

  /** All articles read, nothing left to write in the log, and every event of an endpoint's interest delivered. */
  const settled = (articles: number) =>
    eventually(
      async () => {
        const [row] = await db.sql<{ done: boolean }>(
          `SELECT (SELECT count(*) FROM article WHERE status = 'extracted') = $1 AND ${AT_REST}
             AND NOT EXISTS (SELECT FROM delivery WHERE status <> 'delivered') AS done`,
          [articles],
        );
        return row?.done;
      },
      { within: 60_000, what: 'all work done' },
    );

  /** From SQL and from the receiver's own log, without the product's code. */
  async function nothingLostNothingTwice(articles: number): Promise<void> {
    expect(await ones('article')).toBe(articles);
    const [log] = await db.sql<{ rows: number; highest: number; distinct: number }>(
      'SELECT count(*)::int AS rows, max(sequence)::int AS highest, count(DISTINCT sequence)::int AS distinct FROM log WHERE newsroom = $1',
      [room.id],
    );
    expect(log).toEqual({ rows: log?.rows, highest: log?.rows, distinct: log?.rows });
    expect(await ones(`log WHERE type = 'article.extracted'`)).toBe(articles);
    expect(
      await ones('(SELECT article_id, spans FROM claim GROUP BY article_id, spans HAVING count(*) > 1) AS twice'),
    ).toBe(0);
    const wanted = await db.sql<{ id: string; type: string }>(
      `SELECT id, type FROM log WHERE (type LIKE 'article.%' OR type LIKE 'claim.%') AND position >
       (SELECT min(position) FROM log WHERE type LIKE 'webhook-endpoint%' OR type LIKE 'endpoint%')`,
    );
    const { data: types } = (await ada.get<{ data: { type: string }[] }>('/v1/event-types')).must(200).body;
    const told = new Set(types.map(({ type }) => type));
    const heard = new Set(receiver.events().map(({ id }) => id));
    expect(wanted.filter(({ id, type }) => told.has(type) && !heard.has(id))).toEqual([]);
  }

  it('takes up after a crash between commit and seal what no worker has seen yet', async () => {
    for (let n = 1; n <= 5; n++) await send(n);
    expect(await ones('log WHERE sequence IS NULL')).toBeGreaterThanOrEqual(5);
    await app.startOne('worker');
    await settled(5);
    await nothingLostNothingTwice(5);
  });

  it('loses nothing and does nothing twice while workers are killed again and again', async () => {
    let sent = 0;
    for (let round = 0; round < 5; round++) {
      await app.startOne('worker');
      for (let n = 0; n < 4; n++) await send(++sent);
      const sealed = await ones('log WHERE sequence IS NOT NULL');
      await eventually(async () => (await ones('log WHERE sequence IS NOT NULL')) > sealed, { every: 5 });
      await app.kill('worker');
    }
    await app.startOne('worker');
    await db.shiftClock('10 minutes'); // what a dead worker had taken is free again
    await settled(sent);
    await nothingLostNothingTwice(sent);
  });

  it('fetches a page again whose fetch was cut off, and stores it once', async () => {
    let asked = 0;
    const url = site.page('/story', () =>
      ++asked === 1
        ? { instead: 'hang' as const }
        : {
            headers: { 'content-type': 'text/html' },
            body: `<html><body><article><h1>News</h1><p>${NEWS(7)}</p></article></body></html>`,
          },
    );
    await app.startOne('worker');
    const { id } = (await ada.post<{ id: string }>('/v1/articles', { url })).must(202).body;
    await eventually(() => asked === 1, { what: 'the first request for the page' });
    await app.kill('worker');
    await app.startOne('worker');
    await db.shiftClock('10 minutes');
    await eventually(async () => (await ada.get(`/v1/articles/${id}`)).body['status'] === 'extracted', {
      within: 60_000,
      what: 'the article',
    });
    expect(asked).toBe(2);
    await settled(1);
    await nothingLostNothingTwice(1);
  });

  it('delivers again under the same id what was being delivered', async () => {
    let hold = true;
    receiver.answer(() => (hold ? { instead: 'hang' } : { status: 204 }));
    await app.startOne('worker');
    await send(1);
    await receiver.first(({ type }) => type === 'article.received');
    await app.kill('worker');
    hold = false;
    await app.startOne('worker');
    await db.shiftClock('10 minutes');
    await settled(1);
    await nothingLostNothingTwice(1);
    const received = receiver.events().filter(({ type }) => type === 'article.received');
    expect(received.length).toBeGreaterThanOrEqual(2);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  });

  it('finds all waiting work again after the job store was emptied', async () => {
    await app.startOne('worker', { WEBHOOK_SCHEDULE: '5m,5m,5m' });
    receiver.answer(() => ({ status: 503 }));
    for (let n = 1; n <= 6; n++) await send(n);
    await receiver.first(() => true);
    await app.kill('worker');
    await emptyJobStore(db);
    receiver.answer(() => ({ status: 204 }));
    await app.startOne('worker');
    await db.shiftClock('10 minutes');
    await settled(6);
    await nothingLostNothingTwice(6);
  });

  it('keeps what it acknowledged when the api is killed under load, and a retry with the same key has one effect', async () => {
    const acknowledged = new Map<string, string>();
    const unanswered: number[] = [];
    let sent = 0;
    const sendOn = async (): Promise<void> => {
      for (let n = ++sent; n <= 120; n = ++sent) {
        try {
          acknowledged.set(`key-${n}`, await send(n, `key-${n}`));
        } catch {
          unanswered.push(n);
          if (unanswered.length > 100) return;
        }
      }
    };
    const load = Promise.all(Array.from({ length: 8 }, sendOn));
    await eventually(() => acknowledged.size >= 20, { every: 5, what: 'some load' });
    await app.kill('api');
    await load;
    expect(unanswered.length).toBeGreaterThan(0);
    await app.startOne('api');
    ada = app.as(room.of.ada.token);
    for (const [key, id] of acknowledged) {
      expect(await send(Number(key.slice(4)), key)).toBe(id);
    }
    for (const n of unanswered) acknowledged.set(`key-${n}`, await send(n, `key-${n}`));
    expect(await ones('article')).toBe(acknowledged.size);
    expect(new Set(acknowledged.values()).size).toBe(acknowledged.size);
    await app.startOne('worker');
    await settled(acknowledged.size);
    await nothingLostNothingTwice(acknowledged.size);
  });

  /** Waiting claims that carry a due time, and people to give them to. */
  async function aTeam(): Promise<{ team: TestNewsroom<'eva' | 'dana' | 'bo'>; eva: Client; ids: string[] }> {
    const team = await aNewsroom(ground, { eva: 'editor', dana: 'editor', bo: { role: 'reviewer', capacity: 500 } });
    const eva = app.as(team.of.eva.token);
    const claims = Array.from({ length: 60 }, (_, n) => ({ text: `Claim ${n} of the team.`, accept: true }));
    const made = await eva.post<{ results: { id: string }[] }>('/v1/claims/bulk', { claims });
    return { team, eva, ids: made.must(200).body.results.map(({ id }) => id) };
  }

  it('carries out a plan of assignments whole or not at all when the api is killed in it, and once when it is asked again', async () => {
    const { team, eva, ids } = await aTeam();
    const wish = { claims: ids.map((id) => ({ id })), people: [team.of.bo.id], strategy: 'even' };
    const plan = (await eva.post<{ id: string }>('/v1/assignments/plans', wish)).must(201).body;
    const path = `/v1/assignments/plans/${plan.id}/carry-out`;
    const cut = eva.post(path, {}).catch((error: unknown) => error);
    const writing = `pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL AND application_name = 'corroborate-api'`;
    await eventually(async () => (await ones(writing)) > 0 || (await ones('assignment')) > 0, {
      every: 1,
      what: 'a write',
    });
    await app.kill('api');
    await cut;
    await eventually(async () => (await ones(writing)) === 0, { every: 10, what: 'the end of its connections' });
    const given = await ones('assignment');
    expect([0, ids.length]).toContain(given);
    expect(await ones(`log WHERE type = 'claim.assigned'`)).toBe(given);
    await app.startOne('api');
    const again = await app.as(team.of.eva.token).post<{ results: { status: string }[] }>(path, {});
    expect(again.must(200).body.results.map(({ status }) => status)).toEqual(ids.map(() => 'assigned'));
    expect(await ones('assignment')).toBe(ids.length);
    expect(await ones(`log WHERE type = 'claim.assigned'`)).toBe(ids.length);
  });

  it('has each sign-off with its row in the log or neither when the api is killed among them, and takes the rest again', async () => {
    const { team, ids } = await aTeam();
    const some = ids.slice(0, 12);
    for (const id of some) await reviewedBy(team.of.dana.token, id);
    const votes = () =>
      Promise.all(
        some.map(async (id) => {
          const eva = app.as(team.of.eva.token);
          const { etag } = await eva.get(`/v1/claims/${id}`);
          return (await eva.post(`/v1/claims/${id}/actions/signOff`, {}, { ifMatch: etag })).status;
        }),
      ).catch(() => []);
    const cut = votes();
    await eventually(async () => (await ones('vote')) > 0, { every: 1, what: 'the first vote' });
    await app.kill('api');
    await cut;
    const signed = await ones('vote');
    expect(await ones(`log WHERE type = 'verdict.signed-off'`)).toBe(signed);
    expect(await ones(`claim WHERE state = 'approved'`)).toBe(signed);
    await app.startOne('api');
    const statuses = await votes();
    expect(statuses.filter((status) => status === 200)).toHaveLength(some.length - signed);
    expect(await ones('vote')).toBe(some.length);
    expect(await ones(`claim WHERE state = 'approved'`)).toBe(some.length);
    expect(await ones(`log WHERE type = 'verdict.approved'`)).toBe(some.length);
  });

  async function reviewedBy(token: string, id: string): Promise<void> {
    const who = app.as(token);
    const does = async (action: string, ifMatch: string) =>
      (await who.post(`/v1/claims/${id}/actions/${action}`, {}, { ifMatch })).must(200);
    await does('take', (await who.get(`/v1/claims/${id}`)).etag);
    const note = { kind: 'note', stance: 'refutes', visibility: 'public', note: 'The account.' };
    const cited = (await who.post<{ id: string }>(`/v1/claims/${id}/evidence`, note)).must(201).body.id;
    const text = { rating: 'false', summary: 's', explanation: 'e', evidenceIds: [cited] };
    await does('submit', (await who.put(`/v1/claims/${id}/draft`, text)).must(200).etag);
  }

  it('tells each overdue claim once, and escalates it once, when the worker is killed among them', async () => {
    const { ids } = await aTeam();
    await app.startOne('worker');
    await db.shiftClock('200 hours'); // past the due time of normal priority, and past both escalations
    await eventually(async () => (await ones(`log WHERE type = 'claim.overdue'`)) > 0, { every: 1, what: 'the first' });
    await app.kill('worker');
    await app.startOne('worker');
    await db.shiftClock('201 hours');
    const all = async () => (await ones(`log WHERE type = 'claim.escalated'`)) >= ids.length;
    await eventually(all, { within: 60_000, what: 'all of them told' });
    const twice = await ones(
      `(SELECT claim_id, type, data ->> 'level' FROM log WHERE type IN ('claim.overdue', 'claim.escalated')
        GROUP BY 1, 2, 3 HAVING count(*) > 1) AS twice`,
    );
    expect(twice).toBe(0);
    expect(await ones(`log WHERE type = 'claim.overdue'`)).toBe(ids.length);
  });

  it('keeps no half of a file whose upload was cut off, and takes the whole one afterwards', async () => {
    const claim = (await ada.post<{ id: string }>('/v1/claims', { text: 'The bridge cost 41 million crowns.' })).must(
      201,
    ).body;
    const path = `/v1/claims/${claim.id}/evidence/files`;
    const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3_000_000, 'a'), Buffer.from('\n%%EOF')]);
    const half = new ReadableStream<Uint8Array>({
      start(controller) {
        const head =
          '--cut\r\ncontent-disposition: form-data; name="stance"\r\n\r\nsupports\r\n--cut\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n';
        controller.enqueue(Buffer.from(head));
        controller.enqueue(pdf.subarray(0, 1_000_000));
      },
    });
    const headers = {
      authorization: `Bearer ${room.of.ada.token}`,
      'content-type': 'multipart/form-data; boundary=cut',
    };
    const cut = fetch(app.url + path, { method: 'POST', headers, body: half, duplex: 'half' } as RequestInit).catch(
      (error: unknown) => error,
    );
    await eventually(async () => (await temporaryBytes(app.blobs)) > 0, { every: 10, what: 'the first bytes on disk' });
    await app.kill('api');
    expect(String(await cut)).toMatch(/TypeError/);
    expect(await ones('evidence')).toBe(0);
    await app.startOne('api');
    const form = new FormData();
    form.append('stance', 'supports');
    form.append('file', new Blob([pdf], { type: 'application/pdf' }), 'a.pdf');
    const whole = await app.as(room.of.ada.token).post<{ id: string }>(path, form);
    whole.must(201);
    const file = await app.as(room.of.ada.token).get(`/v1/evidence/${whole.body.id}/file`);
    expect(createHash('sha256').update(file.must(200).bytes).digest('hex')).toBe(
      createHash('sha256').update(pdf).digest('hex'),
    );
  });
});

async function temporaryBytes(folder: string): Promise<number> {
  const { readdir, stat } = await import('node:fs/promises');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => stat(`${file.parentPath}/${file.name}`)),
  );
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

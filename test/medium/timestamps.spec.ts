import { randomBytes } from 'node:crypto';
import {
  AuditAtWorkModule,
  AuditModule,
  checkToken,
  Stamping,
  TimestampRefused,
  timestampRequest,
  tokenIn,
} from '#audit';
import { AnchorStore, exportedAnchor, type ExportFindings, Sealer } from '#log';
import { stampsOf } from '../../apps/cli/src/verify.js';
import { StampAnchorHandler } from '../../apps/worker/src/handlers/stamp-anchor.handler.js';
import { aNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Tsa, type Quirks } from '../support/tsa.js';

const HASH = randomBytes(32);

describe('a time stamp from outside', () => {
  const nonce = randomBytes(16);
  const asked = (quirks: Quirks = {}) => {
    const tsa = new Tsa();
    tsa.quirks = quirks;
    return tsa.answer(timestampRequest(HASH, nonce));
  };

  it('is taken when it stamps our hash, answers our request, and is signed by the certificate in it', () => {
    const { token, stamp } = tokenIn(asked(), HASH, nonce);
    expect(stamp).toMatchObject({ at: new Date('2026-11-22T10:00:00Z'), signer: 'CN=Clock of the test' });
    expect(checkToken(token, HASH)).toEqual(stamp);
  });

  it.each<[string, Quirks]>([
    ['was refused', { status: 2 }],
    ['stamps something else', { imprint: randomBytes(32) }],
    ['answers another request', { nonce: Buffer.from([1, 2, 3]) }],
    ['is signed with a certificate for servers', { wrongUse: true }],
    ['is not signed by its certificate', { forgedSignature: true }],
    ['is signed in the name of another certificate', { otherCertificate: true }],
  ])('is not taken when it %s', (_what, quirks) => {
    expect(() => tokenIn(asked(quirks), HASH, nonce)).toThrow(TimestampRefused);
  });

  it('is not taken when a byte of it was changed, or when it is no time stamp at all', () => {
    const { token } = tokenIn(asked(), HASH, nonce);
    const signed = token.indexOf(HASH);
    for (const at of [signed, signed + 31, token.length - 1, token.length - 40]) {
      const changed = Buffer.from(token);
      changed[at]! ^= 1;
      expect(() => checkToken(changed, HASH, nonce)).toThrow(TimestampRefused);
    }
    for (const other of [Buffer.alloc(0), Buffer.from('<html>'), randomBytes(500)])
      expect(() => tokenIn(other, HASH, nonce)).toThrow(TimestampRefused);
    expect(() => checkToken(token, randomBytes(32))).toThrow(TimestampRefused);
  });
});

describe('the head of a day', () => {
  let db: TestDatabase;
  let ground: Ground;
  let tsa: Tsa;
  let address: Awaited<ReturnType<Tsa['open']>>;

  beforeAll(async () => {
    tsa = new Tsa();
    address = await tsa.open();
    db = await aDatabase();
    ground = await openGround(db, [AuditModule, AuditAtWorkModule], {
      TSA_URL: address.url,
      EGRESS_ALLOW: '127.0.0.0/8',
    });
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
    await address.close();
  });

  it('is stamped once, is tried again later when the authority fails, and keeps its stamp for good', async () => {
    const { id: newsroom } = await aNewsroom(ground, {});
    await ground.get(Sealer).sealAll();
    const anchors = ground.get(AnchorStore);
    const due = () => ground.database.system('sweep', (tx) => anchors.toStamp(tx, 10));
    const kept = async () => (await ground.database.read(newsroom, (tx) => anchors.latest(tx, undefined, 1)))[0];
    await ground.database.write(newsroom, (tx) => anchors.make(tx, ground.get(Stamping).isOn));
    const [work] = await due();
    expect(work).toMatchObject({ newsroom });
    const handler = new StampAnchorHandler(ground.database, anchors, ground.get(Stamping));
    const run = () => handler.handle(work!, { attempt: 1, signal: new AbortController().signal });

    tsa.quirks = { forgedSignature: true };
    await run();
    expect((await kept())?.token).toBeNull();
    expect(await due()).toEqual([]);
    await run();
    expect(tsa.asked).toBe(1);

    tsa.quirks = {};
    await db.sql(`UPDATE app.clock SET shift = '2 minutes'`);
    expect(await due()).toHaveLength(1);
    await Promise.all([run(), run()]);
    expect(tsa.asked).toBe(2);
    const anchor = await kept();
    expect(anchor).toMatchObject({ tsa: address.url, stampedAt: new Date('2026-11-22T10:00:00Z') });
    expect(checkToken(anchor!.token!, anchor!.hash).signer).toBe('CN=Clock of the test');
    const exported = { anchors: [exportedAnchor(anchor!)] } as unknown as ExportFindings;
    expect(stampsOf(exported)).toEqual({
      ok: true,
      lines: [`stamped   ${anchor!.day}: 2026-11-22T10:00:00.000Z by CN=Clock of the test`],
    });
    const other = [{ ...exportedAnchor(anchor!), hash: 'ab'.repeat(32) }];
    expect(stampsOf({ ...exported, anchors: other }).ok).toBe(false);
    await expect(db.sql('UPDATE log_anchor SET token = NULL, tsa = NULL, stamped_at = NULL')).rejects.toThrow(
      /for good/,
    );
  });
});

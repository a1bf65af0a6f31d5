import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { SecretBox } from '#config';
import { retryAfterMs, waitMs } from '#egress';
import { httpError, judge, type Outcome } from './retry.rules.js';
import { keyOf, newSecret } from './secrets.rules.js';
import { redacted, webhookHeaders } from './signing.rules.js';

const key = randomBytes(24).toString('base64');

describe('The secret of an endpoint', () => {
  it('is what the Standard Webhooks specification asks for', () => {
    expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(keyOf(newSecret())).toHaveLength(32);
    expect(newSecret()).not.toBe(newSecret());
  });

  it('is unreadable at rest, and opens only for its endpoint under the same SECRET_KEY', () => {
    const box = new SecretBox(key, 'webhook secrets');
    const secret = newSecret();
    const sealed = box.close(secret, 'endpoint-1');
    expect(sealed.includes(Buffer.from(secret))).toBe(false);
    expect(sealed.equals(box.close(secret, 'endpoint-1'))).toBe(false);
    expect(box.open(sealed, 'endpoint-1')).toBe(secret);
    expect(() => box.open(sealed, 'endpoint-2')).toThrow();
    expect(() => new SecretBox(`${key}.`, 'webhook secrets').open(sealed, 'endpoint-1')).toThrow();
    expect(() => new SecretBox(key, 'something else').open(sealed, 'endpoint-1')).toThrow();
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => box.open(sealed, 'endpoint-1')).toThrow();
  });
});

describe('The signature of a delivery', () => {
  const now = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ type: 'claim.queued', data: { text: 'Die Brücke kostete 41 Mio. – 桥 🌉' } });

  it('is verified by the stock library, in any language', () => {
    const secret = newSecret();
    const headers = webhookHeaders({ id: 'event-1', timestamp: now, body }, [secret]);
    expect(new Webhook(secret).verify(Buffer.from(body), headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  });

  it('holds one signature for each secret while they overlap', () => {
    const [old, current] = [newSecret(), newSecret()];
    const headers = webhookHeaders({ id: 'event-1', timestamp: now, body }, [current, old]);
    for (const secret of [old, current]) expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
    expect(redacted(headers)['webhook-signature']).toBe('v1,… v1,…');
  });
});

describe('What follows from an attempt', () => {
  const schedule = [5_000, 300_000];
  const failed: Outcome = {
    status: 503,
    error: 'http-503',
    errorDetail: null,
    retryAfterMs: null,
    durationMs: 1,
    responseHeaders: null,
    responseBody: null,
  };

  it('is success for 2xx alone; a redirect is a failure, 410 means no more', () => {
    expect([200, 201, 204, 299].map(httpError)).toEqual([null, null, null, null]);
    expect([301, 302, 304, 307, 308].map(httpError)).toEqual(Array(5).fill('redirect'));
    expect([199, 400, 410, 429, 500].map(httpError)).toEqual(['http-199', 'http-400', 'gone', 'http-429', 'http-500']);
  });

  it('is the next wait of the schedule, 20 % more or less, until the schedule is over', () => {
    expect([0, 0.5, 0.999_999].map((random) => waitMs(schedule, 1, random))).toEqual([4_000, 5_000, 6_000]);
    expect(waitMs(schedule, 2, 0.5)).toBe(300_000);
    expect(waitMs(schedule, 3, 0.5)).toBeUndefined();
    expect(judge(failed, 3, schedule, 0.5)).toEqual({ kind: 'exhausted' });
    expect(judge({ ...failed, status: 204, error: null }, 3, schedule, 0.5)).toEqual({ kind: 'delivered' });
    expect(judge({ ...failed, status: 410, error: 'gone' }, 1, schedule, 0.5)).toEqual({ kind: 'gone' });
  });

  it('is what Retry-After asks for, in seconds or as a date, at most a day, and never sooner than the schedule', () => {
    const now = Date.parse('2026-05-01T12:00:00Z');
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Fri, 01 May 2026 12:10:00 GMT', now)).toBe(600_000);
    expect(retryAfterMs('Friday, 01-May-26 12:10:00 GMT', now)).toBe(600_000);
    expect(retryAfterMs('999999999999', now)).toBe(86_400_000);
    expect(retryAfterMs('Fri, 01 May 2099 12:10:00 GMT', now)).toBe(86_400_000);
    for (const none of [undefined, '', '-5', '0', 'soon', '1.5', '12 apples', 'Thu, 01 Jan 1970 00:00:00 GMT'])
      expect(retryAfterMs(none, now)).toBeNull();
    expect(judge({ ...failed, retryAfterMs: 120_000 }, 1, schedule, 0.5)).toMatchObject({
      afterMs: 120_000,
      hold: true,
    });
    expect(judge({ ...failed, retryAfterMs: 1_000 }, 2, schedule, 0.5)).toMatchObject({ afterMs: 300_000 });
  });
});

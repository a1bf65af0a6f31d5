import type { Outcome } from './outcomes.rules.js';
import type { Strikes } from '#sources';
import { healthAfter, isDead, NO_STRIKES, strikesAfter } from './strikes.rules.js';

/** Checks as [day, outcome]. */
function after(...checks: Array<[number, Outcome]>): Strikes {
  return checks.reduce((strikes, [day, outcome]) => strikesAfter(strikes, outcome, `2026-02-0${day}`), NO_STRIKES);
}

describe('A source is dead', () => {
  it('after failing on three separate days, and not before', () => {
    expect(isDead(after([1, 'not_found_404']))).toBe(false);
    expect(isDead(after([1, 'not_found_404'], [2, 'timeout']))).toBe(false);
    expect(isDead(after([1, 'not_found_404'], [1, 'timeout'], [1, 'dns_error'], [2, 'dns_error']))).toBe(false);
    expect(isDead(after([1, 'not_found_404'], [2, 'timeout'], [3, 'server_error']))).toBe(true);
  });

  it('after two days of "410 Gone", which is said on purpose', () => {
    expect(isDead(after([1, 'gone_410']))).toBe(false);
    expect(isDead(after([1, 'gone_410'], [1, 'gone_410']))).toBe(false);
    expect(isDead(after([1, 'gone_410'], [2, 'gone_410']))).toBe(true);
    expect(isDead(after([1, 'timeout'], [2, 'gone_410']))).toBe(false);
  });

  it('never for keeping machines out', () => {
    const checks = [1, 2, 3, 4, 5, 6, 7].map((day): [number, Outcome] => [day, 'blocked']);
    expect(after(...checks)).toEqual(NO_STRIKES);
    expect(after([1, 'timeout'], [2, 'blocked'], [3, 'blocked'])).toMatchObject({ failures: 1 });
  });

  it('and alive again with one good answer', () => {
    expect(after([1, 'timeout'], [2, 'timeout'], [3, 'timeout'], [4, 'unchanged_304'])).toEqual(NO_STRIKES);
    expect(after([1, 'timeout'], [2, 'timeout'], [3, 'quote_missing'])).toEqual(NO_STRIKES);
  });

  it('not because our own network is down', () => {
    expect(strikesAfter(NO_STRIKES, 'timeout', '2026-02-01', true)).toEqual(NO_STRIKES);
  });
});

describe('The health of a source', () => {
  it.each<[Outcome, string]>([
    ['first_capture', 'ok'],
    ['unchanged_same_text', 'ok'],
    ['changed_cosmetic', 'changed'],
    ['quote_missing', 'changed'],
    ['blocked', 'blocked'],
    ['not_found_404', 'failing'],
    ['too_large', 'failing'],
    ['unsupported_type', 'unreadable'],
  ])('after %s is %s', (outcome, health) => {
    expect(healthAfter(strikesAfter(NO_STRIKES, outcome, '2026-02-01'), outcome)).toBe(health);
  });

  it('is dead once it is', () => {
    const strikes = after([1, 'timeout'], [2, 'timeout'], [3, 'timeout']);
    expect(healthAfter(strikes, 'timeout')).toBe('dead');
  });
});

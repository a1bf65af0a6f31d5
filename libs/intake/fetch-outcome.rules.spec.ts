import { EGRESS_FAILURES } from '#egress';
import { brokenFetch, refusedFetch, waitAfter } from './fetch-outcome.rules.js';

describe('A page that could not be fetched', () => {
  it('says why in words for the reporter, whatever went wrong', () => {
    for (const failure of EGRESS_FAILURES) {
      expect(brokenFetch(failure, 'why').detail).toMatch(/\. \(why\)$/);
    }
    expect(refusedFetch(404)).toMatchObject({ code: 'fetch.not-found', passing: false });
    expect(refusedFetch(403)).toMatchObject({ code: 'fetch.denied', passing: false });
    expect(refusedFetch(304)).toMatchObject({ code: 'fetch.bad-answer', passing: false });
    expect(refusedFetch(200)).toBeUndefined();
  });

  it('is tried again a few times only where that may help', () => {
    expect([500, 503, 429, 408].map((status) => refusedFetch(status)?.passing)).toEqual([true, true, true, true]);
    expect(brokenFetch('dns', '').passing).toBe(true);
    expect(brokenFetch('blocked-address', '').passing).toBe(false);
    expect([1, 2, 3].map(waitAfter)).toEqual([30, 300, undefined]);
  });
});

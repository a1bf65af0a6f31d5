import { policyChanges } from './policy-changes.rules.js';
import { defaultPolicy } from './policy.rules.js';

describe('What a new policy changes', () => {
  it('is nothing when it says the same', () => {
    expect(policyChanges(defaultPolicy, structuredClone(defaultPolicy))).toEqual([]);
  });

  it('is named value by value, once for the newsroom and once more only where a desk differs', () => {
    const before = { ...defaultPolicy, desks: { city: { signOffsRequired: 2 }, sport: {} } };
    const after = {
      ...defaultPolicy,
      reviewsRequired: 2,
      dueHours: { ...defaultPolicy.dueHours, low: null },
      desks: { sport: { reviewsRequired: 3 } },
    };
    expect(policyChanges(before, after)).toEqual([
      { desk: null, field: 'reviewsRequired', from: 1, to: 2 },
      { desk: null, field: 'dueHours.low', from: 168, to: null },
      { desk: 'city', field: 'signOffsRequired', from: 2, to: 1 },
      { desk: 'sport', field: 'reviewsRequired', from: 1, to: 3 },
    ]);
  });
});

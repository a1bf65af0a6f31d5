import type { Claim } from '#claims';
import { why } from './queue.rules.js';

const claim = {
  priority: 'normal',
  publication: 'none',
  dueAt: new Date('2026-11-25T09:00:00Z'),
  checkworthiness: { score: 0.834, reasons: [] },
  createdAt: new Date('2026-11-22T08:00:00Z'),
} as unknown as Claim;

describe('Why a claim stands where it stands in the queue', () => {
  it('names the sort keys in their order', () => {
    expect(why(claim)).toEqual({
      rank: 1,
      reopened: false,
      dueAt: claim.dueAt,
      score: 0.834,
      enteredAt: claim.createdAt,
      reasons: [
        'priority normal',
        'due 2026-11-25T09:00:00.000Z',
        'check-worthiness 0.83',
        'waiting since 2026-11-22T08:00:00.000Z',
      ],
    });
  });

  it('puts what is live and open again one step up', () => {
    expect(why({ ...claim, publication: 'live' })).toMatchObject({ rank: 2, reopened: true });
    const urgent = why({ ...claim, publication: 'live', priority: 'urgent' });
    expect(urgent.reasons).toContain('live and open again: sorted as above urgent');
  });

  it('says so where a due time or a score is missing', () => {
    const bare = why({ ...claim, dueAt: null, checkworthiness: null });
    expect(bare).toMatchObject({ dueAt: null, score: null });
    expect(bare.reasons).toEqual(expect.arrayContaining(['no due time', 'no check-worthiness score']));
  });
});

import { distribute, type Hand, type Wanting } from './plan.rules.js';

const member = { desk: 'city', languages: [], labels: [], capacity: null, weight: 1, held: 0 };
const hand = (person: string, more: Partial<Hand> = {}, at: Partial<typeof member> | object = {}): Hand => ({
  person,
  mayReview: true,
  isAway: false,
  capacity: 10,
  openSeats: 0,
  memberships: [{ ...member, ...at }],
  ...more,
});
const claims = (count: number, more: Partial<Wanting> = {}): Wanting[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ id: `c${n}`, version: 1, desk: 'city', language: 'cs', labels: [], isOpen: true, closedTo: new Set<string>() },
    ...more,
  }));
const none = { capacity: false, absence: false };
const shares = (...args: Parameters<typeof distribute>) => {
  const count: Record<string, number> = {};
  for (const { person, why } of distribute(...args))
    count[person ?? (why as string)] = (count[person ?? why!] ?? 0) + 1;
  return count;
};

describe('Claims are spread over people', () => {
  it('evenly, whatever they hold already', () => {
    const hands = [hand('ana', { openSeats: 5 }), hand('bo'), hand('cy')];
    expect(shares(claims(7), hands, 'even', none)).toEqual({ ana: 2, bo: 3, cy: 2 });
  });

  it('by weight at the desk; nobody of weight 0 gets any while others can', () => {
    const hands = [hand('ana', {}, { weight: 3 }), hand('bo', {}, { weight: 1 }), hand('cy', {}, { weight: 0 })];
    expect(shares(claims(8), hands, 'weight', none)).toEqual({ ana: 6, bo: 2 });
  });

  it('by load: to whoever has least in hand for their capacity', () => {
    const hands = [hand('ana', { openSeats: 4, capacity: 20 }), hand('bo', { openSeats: 4, capacity: 5 })];
    expect(shares(claims(5), hands, 'load', none)).toEqual({ ana: 5 });
  });

  it('never beyond a capacity, over all or at the desk, unless an editor overrules it', () => {
    const hands = [hand('ana', { capacity: 2, openSeats: 1 }), hand('bo', {}, { capacity: 1 })];
    expect(shares(claims(4), hands, 'even', none)).toEqual({ ana: 1, bo: 1, 'nobody-free': 2 });
    expect(shares(claims(4), hands, 'even', { ...none, capacity: true })).toEqual({ ana: 2, bo: 2 });
  });

  it('that fit each: desk, language, labels, presence, and no second seat in a round', () => {
    const why = (more: Partial<Wanting>, one: Hand) => distribute(claims(1, more), [one], 'even', none)[0]?.why;
    expect(why({ desk: 'sport' }, hand('ana'))).toBe('nobody-on-desk');
    expect(why({}, hand('ana', { mayReview: false }))).toBe('nobody-allowed');
    expect(why({ closedTo: new Set(['ana']) }, hand('ana'))).toBe('nobody-allowed');
    expect(why({ language: 'de' }, hand('ana', {}, { languages: ['cs'] }))).toBe('nobody-for-it');
    expect(why({ language: 'cs-CZ' }, hand('ana', {}, { languages: ['cs'] }))).toBeNull();
    expect(why({ language: null }, hand('ana', {}, { languages: ['cs'] }))).toBeNull();
    expect(why({ labels: ['rain'] }, hand('ana', {}, { labels: ['snow'] }))).toBe('nobody-for-it');
    expect(why({}, hand('ana', { isAway: true }))).toBe('nobody-there');
    expect(why({ isOpen: false }, hand('ana'))).toBe('not-open');
    expect(why({ desk: null }, hand('ana', { memberships: [] }))).toBeNull();
  });
});

import { House, type Desk } from '../support/a-desk.js';

let house: House;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

const person = (n: number): string => `person-${n}`;
const ofSize = (size: number, policy: object): Promise<Desk<string>> =>
  house.newsroom<string>(Object.fromEntries(Array.from({ length: size }, (_, n) => [person(n), 'admin'])), policy);

/** All required reviews, which agree, each by somebody else. */
async function reviewed(desk: Desk<string>, reviews: number): Promise<{ id: string }> {
  const { id } = await desk.claim(person(0), { accept: true });
  for (let n = 0; n < reviews; n++) await desk.reviews(person(n), { id });
  return { id };
}

describe('a newsroom of its size', () => {
  const enough: [people: number, reviewsRequired: number, signOffsRequired: number][] = [
    [1, 1, 0],
    [2, 1, 1],
    [2, 2, 0],
    [3, 1, 2],
    [3, 2, 1],
    [8, 3, 3],
    [8, 8, 0],
  ];
  it.each(enough)('%i people with %i reviews and %i sign-offs publish a claim', async (size, reviews, signOffs) => {
    const desk = await ofSize(size, { reviewsRequired: reviews, signOffsRequired: signOffs });
    const { id } = await reviewed(desk, reviews);
    for (let n = 0; n < signOffs; n++) {
      expect(await desk.seen(person(0), { id })).toMatchObject({ state: 'in_signoff' });
      expect(await desk.refused(person(0), { id }, 'signOff')).toBe('claim.not-your-own-verdict');
      await desk.does(person(reviews + n), { id }, 'signOff');
    }
    expect(await desk.does(person(0), { id }, 'publish')).toMatchObject({ state: 'published', publication: 'live' });
  });

  const tooFew: [people: number, reviewsRequired: number, signOffsRequired: number][] = [
    [1, 1, 1],
    [2, 2, 1],
    [3, 2, 2],
  ];
  it.each(tooFew)(
    '%i people are warned of %i reviews and %i sign-offs, and can still close what is stuck',
    async (size, reviews, signOffs) => {
      const desk = await ofSize(size, {});
      const { etag } = (await desk.as(person(0)).get('/v1/policy')).must(200);
      const wanted = { reviewsRequired: reviews, signOffsRequired: signOffs };
      const saved = (await desk.as(person(0)).put('/v1/policy', wanted, { ifMatch: etag })).must(200).body;
      expect(saved['warnings']).toEqual(
        expect.arrayContaining([expect.objectContaining({ code: 'policy.too-few-sign-offs', stuckIn: 'in_signoff' })]),
      );
      const { id } = await reviewed(desk, reviews);
      for (let n = reviews; n < size; n++) await desk.does(person(n), { id }, 'signOff');
      expect(await desk.seen(person(0), { id })).toMatchObject({ state: 'in_signoff' });
      expect(await desk.does(person(0), { id }, 'dismiss', { reason: 'other' })).toMatchObject({ state: 'dismissed' });
    },
  );
});

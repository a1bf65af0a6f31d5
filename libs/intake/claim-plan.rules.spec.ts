import type { ExtractedClaim, Extraction } from '#extraction';
import { LONGEST_CLAIM, MOST_CLAIMS, planClaims } from './claim-plan.rules.js';

const facts = { articleId: 'a1', url: 'https://example.org/a', author: 'Ina Roth', desk: 'city' };

function said(text: string, more: Partial<ExtractedClaim> = {}): ExtractedClaim {
  const span = { start: 0, end: text.length };
  return {
    ...{ text, spans: [span], sentence: span, kind: 'factual', reportedBy: [], attribution: 'own-voice', context: {} },
    ...{ claimant: { kind: 'author', spans: [] }, stance: 'asserts', block: 'body' },
    checkworthiness: { score: 0.5, reasons: [] },
    ...more,
  } as ExtractedClaim;
}

const read = (...claims: ExtractedClaim[]): Extraction => ({ language: 'en', blocks: [], sentences: [], claims });
const plan = (...claims: ExtractedClaim[]) => planClaims(read(...claims), facts);

describe('The claims that an article brings', () => {
  it('are one for each set of words, with an appearance for each time that they are said', () => {
    const mayor = { kind: 'person' as const, name: 'Ada Quist', role: 'mayor', spans: [] };
    const { planned } = plan(
      said('The bridge cost 41 million.'),
      said('“The bridge cost 41 million”', { claimant: mayor }),
    );
    expect(planned).toHaveLength(1);
    expect(planned[0]?.claim).toMatchObject({
      text: 'The bridge cost 41 million.',
      desk: 'city',
      language: 'en',
      articleId: 'a1',
    });
    expect(planned[0]?.appearances).toMatchObject([
      { claimant: { kind: 'author', name: 'Ina Roth' }, wording: null, url: 'https://example.org/a' },
      { claimant: { kind: 'person', name: 'Ada Quist', role: 'mayor' }, wording: '“The bridge cost 41 million”' },
    ]);
  });

  it('keep who denies them: a denial is an appearance of what it denies, also when it comes first', () => {
    const { planned } = plan(
      said('No money was lost, the minister said.', { stance: 'denies', denies: 1 }),
      said('Two million were lost.'),
      said('That is not so, the ministry repeated.', { stance: 'denies', denies: 0 }),
    );
    expect(planned.map(({ claim }) => claim.text)).toEqual(['Two million were lost.']);
    expect(planned[0]?.appearances.map(({ stance }) => stance)).toEqual(['asserts', 'denies', 'denies']);
    expect(planned[0]?.appearances[1]?.wording).toBe('No money was lost, the minister said.');
  });

  it('hold a denial as a claim of its own where what it denies is not in the text', () => {
    const alone = said('The plant leaked.', { stance: 'denies' });
    expect(plan(alone).planned[0]?.appearances[0]?.stance).toBe('denies');
    expect(plan(said('A', { denies: 1 }), said('B', { denies: 0 })).planned).toHaveLength(2);
    expect(plan(said('A', { denies: 7 })).planned).toHaveLength(1);
  });

  it('leave out what is no statement, and say how much', () => {
    expect(plan(said('x'.repeat(LONGEST_CLAIM + 1)), said('!?'), said('It rained.'))).toMatchObject({
      planned: [{ claim: { text: 'It rained.' } }],
      leftOut: 2,
    });
  });

  it('are the most check-worthy ones of a very long article, in the order of the text', () => {
    const many = Array.from({ length: MOST_CLAIMS + 2 }, (_, i) =>
      said(`Statement ${i}.`, { checkworthiness: { score: i < 2 ? 0.1 : 0.6, reasons: [] } }),
    );
    const { planned, leftOut } = plan(...many);
    expect(leftOut).toBe(2);
    expect(planned.map(({ claim }) => claim.text).slice(0, 2)).toEqual(['Statement 2.', 'Statement 3.']);
  });

  it('carry what makes them stand alone', () => {
    const context = { before: 'The fire broke out at night.', subject: 'the mill', date: '2026-11-02' };
    expect(plan(said('It burned for two days.', { context })).planned[0]?.claim.context).toBe(
      'The fire broke out at night. (subject: the mill; date: 2026-11-02)',
    );
    expect(plan(said('It burned.')).planned[0]?.claim.context).toBeNull();
  });
});

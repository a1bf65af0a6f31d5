import { extractClaims, type ExtractedClaim } from './index.js';

const claims = (text: string): ExtractedClaim[] => extractClaims(text, { language: 'en' }).claims;
const about = (text: string, words: string): ExtractedClaim => {
  const found = claims(text).find((claim) => claim.text.includes(words));
  if (found === undefined)
    throw new Error(
      `No claim about "${words}" in: ${claims(text)
        .map((c) => c.text)
        .join(' | ')}`,
    );
  return found;
};

describe('claimants', () => {
  it('an article’s first person is its author, whoever had the word before', () => {
    const text =
      'According to the mayor, the city lost 300 jobs in 2015. I know that 400 people were laid off in that year.';
    expect(about(text, '400 people').claimant.kind).toBe('author');
    expect(about(text, '300 jobs').claimant.role).toBe('the mayor');
  });

  it('the first person of a transcript is who has the word', () => {
    const text = 'HALL: I know that 400 people were laid off in 2015.\n\nMOSS: I think that 300 people were laid off.';
    expect(about(text, '400 people').claimant.name).toBe('Hall');
  });

  it('a mayor and her name after "according to" are one source', () => {
    const claim = about('According to the mayor, Ann Hall, the city lost 300 jobs in 2015.', '300 jobs');
    expect(claim.text).toBe('the city lost 300 jobs in 2015');
    expect(claim.claimant).toMatchObject({ kind: 'person', name: 'Ann Hall', role: 'the mayor' });
  });

  it('words behind "notes that," are the speaker’s', () => {
    const text = 'Several outlets note that, “the government has spent two decades on roads in the province”.';
    expect(about(text, 'two decades').claimant).toMatchObject({ kind: 'outlet' });
  });

  it('what somebody called for in an interview is that person’s, not who passed the interview on', () => {
    const text =
      'On Monday Peter Moss posted an interview that the leader of the party Ann Hall gave to the radio, in which she called for the union of all parties that oppose the tax.';
    expect(about(text, 'the union of all parties').claimant.name).toBe('Ann Hall');
  });

  it('a people named right after its unnamed speakers is the same source', () => {
    const text =
      'On the condition of anonymity, representatives of the Ruritanian army reported that 300 soldiers had left. Ruritanians declare that the army lost 40 tanks in the war of 2015.';
    expect(about(text, '40 tanks').claimant.kind).toBe('anonymous');
  });

  it('a quotation that a website describes somebody with is the website’s', () => {
    const text =
      'The envoy, who on the website of the ministry is described as “an officer who has served for 28 years in Europe and Asia”, arrives soon.';
    expect(about(text, '28 years').claimant.kind).toBe('outlet');
  });
});

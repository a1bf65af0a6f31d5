import { extractClaims } from './extract.rules.js';

/** What the author tells himself, in the order of the text. */
const told = (text: string): string[] =>
  extractClaims(text)
    .claims.filter((claim) => claim.attribution === 'own-voice')
    .map((claim) => claim.text);

const texts = (text: string): string[] => extractClaims(text).claims.map((claim) => claim.text);

describe('What one sentence states', () => {
  it('says who did something, where the same one is quoted behind it', () => {
    expect(told('Mayor Ada Quist closed 12 schools in May, saying that the city was out of money.')).toEqual([
      'Mayor Ada Quist closed 12 schools in May',
    ]);
  });

  it('keeps what the author tells of who speaks', () => {
    expect(told('Ada Quist, who ran the water board until 2015, said that the wells were clean.')).toEqual([
      'Ada Quist who ran the water board until 2015',
    ]);
  });

  it('names who helped, where the sentence goes on with what that one said', () => {
    expect(
      told(
        'The deal was negotiated over 13 days with help from Minister Ada Quist, who said that both sides were glad.',
      ),
    ).toContain('The deal was negotiated over 13 days with help from Minister Ada Quist');
  });

  it('takes no claim from the news that somebody spoke, nor from half a relative clause', () => {
    expect(texts('The town released a statement Wednesday saying that the wells were clean in 2015.')).toEqual([
      'the wells were clean in 2015',
    ]);
    expect(
      texts('"I do not know their names," he said of people whose wells were closed in Norbak.').join(),
    ).not.toContain('whose wells');
  });

  it('cuts at no “and” that joins two who did one thing', () => {
    for (const sentence of [
      'Quist defended the plans that he and the other members of the board had made in 2015.',
      'The city helped the miners whom this House and the water board have honoured.',
      'It was the worst year since the strike and the long drought that Norbak had in 2003.',
    ])
      expect(texts(sentence)).toEqual([sentence.slice(0, -1)]);
  });

  it('keeps together what says nothing by itself', () => {
    expect(texts('The incident comes just a day after Ada Quist closed 12 schools in Norbak.')).toHaveLength(1);
    expect(
      texts('Norbak drafted thousands of workers from other plants to service homes and take customer calls.'),
    ).toHaveLength(1);
  });

  it('ranks a whole statement about the law above what follows in its sentence, and above who met whom', () => {
    const text =
      'The council met on Monday in the old town hall. The court banned the sale of 12 wells, and it met the owners in Norbak on Friday.';
    const score = (part: string) =>
      extractClaims(text).claims.find((claim) => claim.text.includes(part))?.checkworthiness.score ?? NaN;
    expect(score('banned the sale')).toBeGreaterThan(score('met the owners'));
    expect(score('banned the sale')).toBeGreaterThan(score('old town hall'));
  });

  it('ends no claim with the comma and the mark that close a quotation', () => {
    expect(
      texts(
        'Ada Quist called the closing of the 12 wells in Norbak “a disgrace,” but Ben Olin kept 3 of them open.',
      )[0],
    ).toBe('Ada Quist called the closing of the 12 wells in Norbak “a disgrace');
  });

  it('reads a headline of two sentences as one', () => {
    const { blocks } = extractClaims(
      "Quist Just Closed A School In Norbak. That's A First.\n\nAda Quist closed a school on Monday. It had 200 pupils.",
    );
    expect(blocks[0]?.kind).toBe('headline');
  });
});

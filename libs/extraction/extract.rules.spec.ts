import fc from 'fast-check';
import { attributionsOf, extractClaims, MOST_UNITS, type ExtractedClaim } from './index.js';

const ARTICLE = `Mine closes after leak

By Ann Example

On January 28th the Deputy Minister of Health of Ruritania Ivan Petrov reported that 300 workers left the Northfield mine. “We found lead in two wells,” specified the Deputy Minister. “The company has known for years that the water was not safe”.

According to estimates, the number of sick miners reaches 6,000 people. However, the Northfield Company on January 29th declared that it has no information about lead in the wells.

On condition of anonymity, two managers told Reuters that the pumps had failed in 2015.

Copyright © 2022. All rights reserved.`;

const claims = (text: string): ExtractedClaim[] => extractClaims(text).claims;
const find = (text: string, words: string): ExtractedClaim => {
  const found = claims(text).find((claim) => claim.text.includes(words));
  if (found === undefined) throw new Error(`No claim holds: ${words}`);
  return found;
};

describe('A newsroom reads an article', () => {
  it('tells headline, byline, body and copyright line apart', () => {
    expect(extractClaims(ARTICLE).blocks.map((block) => block.kind)).toEqual([
      'headline',
      'byline',
      'body',
      'body',
      'body',
      'boilerplate',
    ]);
  });

  it('gives a reported claim to the person, with the title, and leaves the cue out of the words', () => {
    const claim = find(ARTICLE, '300 workers left');
    expect(claim.text).toBe('300 workers left the Northfield mine');
    expect(claim.claimant).toMatchObject({ kind: 'person', name: 'Ivan Petrov' });
    expect(claim.claimant.role).toContain('Deputy Minister of Health');
    expect(claim.attribution).toBe('reported-speech');
  });

  it('knows a person again by the office, and goes on with a quotation that has no cue of its own', () => {
    expect(find(ARTICLE, 'lead in two wells').claimant.name).toBe('Ivan Petrov');
    expect(find(ARTICLE, 'company has known').claimant.name).toBe('Ivan Petrov');
    expect(find(ARTICLE, 'company has known').attribution).toBe('direct-quote');
  });

  it('flags what nobody in particular estimates, and what somebody says who will not be named', () => {
    expect(find(ARTICLE, '6,000 people')).toMatchObject({ attribution: 'estimates', claimant: { kind: 'unsourced' } });
    const hidden = find(ARTICLE, 'pumps had failed');
    expect(hidden).toMatchObject({ attribution: 'anonymous', claimant: { kind: 'anonymous' } });
    expect(hidden.checkworthiness.reasons.map((reason) => reason.code)).toContain('anonymous');
  });

  it('cuts at a second predicate with a date before it, and gives it the subject without the date of the first', () => {
    const said = claims('Colonel Ada Quist in the spring of 2015 joined the party and in 2017 led the council.').map(
      ({ text }) => text,
    );
    expect(said).toEqual([
      'Colonel Ada Quist in the spring of 2015 joined the party',
      'Colonel Ada Quist in 2017 led the council',
    ]);
  });

  it('tells what happened besides, and what is told of one thing, as statements of their own', () => {
    const said = (text: string): string[] => claims(text).map((claim) => claim.text);
    expect(said('The bakery began laying off 300 workers on Monday as it opened a second plant in Ruritania.')).toEqual(
      ['The bakery began laying off 300 workers on Monday', 'it opened a second plant in Ruritania'],
    );
    expect(said('The council sold a bakery that had laid off 300 workers in 2015.')).toEqual([
      'The council sold a bakery',
      'a bakery that had laid off 300 workers in 2015',
    ]);
    expect(
      said('Casinos won less in October than a year ago, with revenue dipping 1.3 percent to 191 million.'),
    ).toEqual(['Casinos won less in October than a year ago', 'revenue dipping 1.3 percent to 191 million']);
    expect(said('Quist opposed companies that lay off workers in 2015.')).toHaveLength(1);
  });

  it('takes no participle for the verb of a sentence, nor half of a compound', () => {
    expect(
      claims('The dozen emails sent to Quist and to her aides were among 19 that the inspector read.')[0]?.text,
    ).toContain('The dozen emails sent to Quist and to her aides were among 19');
    expect(claims('Exports of cut-price steel and other products fell by 4 percent in 2015.')).toHaveLength(1);
  });

  it('leaves out when and where something was said, and where a report was filed', () => {
    const [claim] = claims(
      'NORTHFIELD, Jan. 28 (AP) — Mayor Ada Quist said on Tuesday that 300 workers left the mine.',
    );
    expect(claim).toMatchObject({ text: '300 workers left the mine', claimant: { name: 'Ada Quist' } });
    const [quoted] = claims('“300 workers left the mine,” Quist said in August after the company closed it.');
    expect(quoted?.text).toBe('300 workers left the mine');
  });

  it('reads two apostrophes as the quotation mark that they were typed for', () => {
    const [claim] = claims("Mayor Ada Quist said: ''300 workers left the mine in 2015.''");
    expect(claim).toMatchObject({ text: '300 workers left the mine in 2015', attribution: 'direct-quote' });
  });

  it('gives a paper to who made it, a poll to its outlet, and “the company” its name', () => {
    const text =
      'Revenue fell by 4 percent, according to data released Friday by the Ruritanian Gaming Board. Quist leads by 4 points, according to a Northfield Times poll. ' +
      'Norbak closed 12 plants in 2015. Workers at Norbak were told in May. The company said that it lost 40 million.';
    expect(find(text, 'Revenue fell').claimant.name).toBe('Ruritanian Gaming Board');
    expect(find(text, 'Quist leads').claimant.name).toBe('Northfield Times');
    expect(find(text, 'lost 40 million').claimant.name).toBe('Norbak');
  });

  it('takes a clause about an interview for no words of who posted it', () => {
    const said = claims('On Twitter, Quist posted on Monday an interview that mayor Ivan Petrov gave in 2015.');
    expect(said.map((claim) => claim.claimant.kind)).toEqual(['author']);
  });

  it('knows a verb of measure, so that what it says has a speaker', () => {
    for (const verb of ['cost', 'totals', 'averages'])
      expect(find(`The bridge ${verb} 41 million euros, Quist said.`, '41 million')).toMatchObject({
        text: `The bridge ${verb} 41 million euros`,
        claimant: { name: 'Quist' },
      });
  });

  it('takes neither what frames a quotation for a claim, nor what sums a statement up for an apposition', () => {
    expect(
      claims('Because as “The Northfield Journal” wrote, taxes fell by 4 percent in 2015.').map(({ text }) => text),
    ).toEqual(['taxes fell by 4 percent in 2015']);
    const [whole] = claims('70 percent of the miners were sick in 2015, a threefold increase since the 1960s.');
    expect(whole?.text).toContain('sick in 2015, a threefold increase');
  });

  it('says of what nobody in particular says that the author passes it on', () => {
    expect(find(ARTICLE, '6,000 people').stance).toBe('reports');
    expect(find('The mine reportedly lost 40 million crowns in 2015.', '40 million').stance).toBe('reports');
    expect(find(ARTICLE, 'pumps had failed').stance).toBe('asserts');
  });

  it('reads a headline that comes apart for who is meant, never for claims', () => {
    const text = 'The bridge cost 41 million euros, Quist said. It opened in 2019.';
    const under = (title?: string) => extractClaims(text, { title }).claims;
    expect(under()[0]?.claimant.name).toBe('Quist');
    const [first] = under('Mayor Ada Quist defends the price of the bridge');
    expect(first?.claimant.name).toBe('Ada Quist');
    expect(first?.context.before).toContain('defends the price');
    expect(under('Mayor Ada Quist defends the price of 99 million').map((claim) => claim.text)).toEqual(
      under().map((claim) => claim.text),
    );
    expect(under('Bridge Price Under Fire As Quist Speaks')[0]?.claimant.name).toBe('Quist');
    expect(under('\ud800 “'.repeat(5_000))).toHaveLength(under().length);
  });

  it('links a denial to the claim that it denies', () => {
    const all = claims(ARTICLE);
    const denial = all.find((claim) => claim.text.includes('no information'));
    expect(denial?.stance).toBe('denies');
    expect(all[denial?.denies ?? -1]?.text).toContain('lead in two wells');
  });

  it('counts a day without a year from the day of publication, and guesses none without it', () => {
    const { claims: dated } = extractClaims(ARTICLE, { publishedAt: new Date('2019-02-03T00:00:00Z') });
    expect(dated.find((claim) => claim.text.startsWith('300 workers'))?.context.date).toBe('2019-01-28');
    expect(find(ARTICLE, '300 workers').context.date).toBeUndefined();
  });

  it('keeps a prediction in sight and ranks it below the fact beside it', () => {
    const text = 'The agency spent $4 million on pumps in 2019. The agency will spend more on pumps next year.';
    const [fact, prediction] = [find(text, 'spent $4 million'), find(text, 'will spend')];
    expect(prediction.kind).toBe('prediction');
    expect(prediction.checkworthiness.score).toBeLessThan(fact.checkworthiness.score);
  });

  it('takes no claim from a question, an order or a greeting', () => {
    expect(
      claims('Why would the mayor close 12 schools in 2019? Thank you all very much for coming. Read the rest here.'),
    ).toEqual([]);
  });

  it('names each speaker of a transcript to the end of the turn', () => {
    const text = `A talk show

"SMITH: The city closed 12 schools in 2019. Crime rose by 40 percent in the same year.

"JONES: The city opened 9 schools in 2020.`;
    expect(find(text, 'Crime rose').claimant.name).toBe('Smith');
    expect(find(text, 'opened 9 schools').claimant.name).toBe('Jones');
  });

  it('reads numbers and quotations of a language it has no rules for, and guesses no speaker', () => {
    const text =
      'Le ministre a déclaré que le chômage avait baissé de 4 % en 2019 dans les villes du nord. Il ne pleut pas sur la ville et les gens sont dans la rue.';
    const read = extractClaims(text);
    expect(read.language).toBe('fr');
    expect(read.claims).toHaveLength(1);
    expect(read.claims[0]?.claimant).toEqual({ kind: 'author', spans: [] });
  });

  it('cuts sentences where no space stands between them, and not behind an ordinal', () => {
    const texts = (text: string): string[] =>
      extractClaims(text).sentences.map((span) => text.slice(span.start, span.end));
    expect(texts('这座桥耗资4100万欧元。“我们在2019年关闭了12所学校，”他说。')).toEqual([
      '这座桥耗资4100万欧元。',
      '“我们在2019年关闭了12所学校，”他说。',
    ]);
    expect(
      texts('Der Senat wies die Vorwürfe am 12. Mai zurück, und die Brücke ist nicht teurer geworden.'),
    ).toHaveLength(1);
    expect(claims('นายกรัฐมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานมีค่าใช้จ่าย 41 ล้านบาทในปี 2562 ประชาชน 300 คนเข้าร่วม')).toHaveLength(1);
  });

  it('guesses no English into a short text of another language', () => {
    const read = extractClaims(
      'Sinabi ng alkalde noong Lunes na nagkakahalaga ng 41 milyon ang tulay noong 2019. Umuwi sila.',
    );
    expect(read.language).toBe('und');
    expect(read.claims.map((claim) => claim.text)).toEqual([
      'Sinabi ng alkalde noong Lunes na nagkakahalaga ng 41 milyon ang tulay noong 2019.',
    ]);
  });

  it('gives the same answer for the same text', () => {
    expect(extractClaims(ARTICLE)).toEqual(extractClaims(ARTICLE));
  });
});

const PIECES = [
  '😀',
  '\ud83d',
  '\ude00',
  '\r\n',
  '\n\n',
  '\u00ad',
  '\u200f',
  'שלום',
  'مرحبا',
  '“',
  '”',
  '"',
  "'",
  "''",
  '’',
  '«',
  '»',
  '—',
  ' -- ',
  ',',
  '. ',
  '? ',
  ': ',
  '; ',
  '(',
  ')',
  ' said ',
  ' told ',
  'Smith',
  ' according to ',
  ' that ',
  ' who ',
  ' and ',
  ' the ',
  'Mr. ',
  'U.S. ',
  ' 1,500 ',
  '%',
  ' was ',
  ' will ',
  ' denied ',
  'I. ',
  ' 3.5 ',
  '&amp;',
  '\u0000',
  '他说',
  '。',
];
const noise = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join(''));

describe('Whatever text comes in', () => {
  it('every span is an exact slice of it', () => {
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const read = extractClaims(text);
        const spans = [...read.blocks.map((block) => block.span), ...read.sentences];
        for (const claim of read.claims) {
          expect(claim.text).toBe(claim.spans.map((span) => text.slice(span.start, span.end)).join(' '));
          spans.push(
            ...claim.spans,
            claim.sentence,
            ...claim.claimant.spans,
            ...(claim.cueSpan === undefined ? [] : [claim.cueSpan]),
          );
          expect(claim.checkworthiness.score).toBeGreaterThanOrEqual(0);
          expect(claim.checkworthiness.score).toBeLessThanOrEqual(1);
          expect(claim.checkworthiness.reasons.length).toBeGreaterThan(0);
        }
        for (const one of attributionsOf(text)) spans.push(...one.source, ...one.cue, ...one.content);
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('sentences and blocks never overlap, and leave out nothing but white space', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const { blocks, sentences } = extractClaims(text);
        for (const spans of [blocks.map((block) => block.span), sentences]) {
          let at = 0;
          for (const span of spans) {
            expect(text.slice(at, span.start).replace(/[\s\u0000-\u001f\u007f\u0085\ufeff]/g, '')).toBe('');
            at = span.end;
          }
          expect(text.slice(at).replace(/[\s\u0000-\u001f\u007f\u0085\ufeff]/g, '')).toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('takes the first sentence of a wire flash for a statement, not for a headline', () => {
    const first = 'The harbour bridge cost 41 million euros, mayor Ada Quist said on Monday.';
    const rest = ['It was planned to cost 28 million.', 'About 9,000 people cross it every day, the city says.'];
    for (const opening of [first, `${first} 🌉`]) {
      const { claims } = extractClaims([opening, ...rest].join('\n\n'));
      expect(claims.map(({ text }) => text)).toContain('The harbour bridge cost 41 million euros');
    }
    const { claims } = extractClaims(['Bridge cost 41 million', ...rest].join('\n\n'));
    expect(claims.filter(({ block }) => block === 'body')).toHaveLength(2);
  });

  it('reads so much and no more, and says where it stopped', () => {
    const read = extractClaims(`${'x '.repeat(MOST_UNITS)}😀`);
    expect(read.readTo).toBe(MOST_UNITS);
    expect(read.sentences.every((span) => span.end - span.start <= 1500)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['marks of quotation without end', '"“'.repeat(50_000)],
    ['marks that all seem to open', ' "he said'.repeat(60_000)],
    ['apostrophes', " 'as".repeat(50_000)],
    ['one word', 'a'.repeat(200_000)],
    ['cues and nothing else', 'said that said, '.repeat(5_000)],
    ['abbreviations', 'A. '.repeat(30_000)],
  ])('ends, with a plain answer, on %s', (_, text) => {
    expect(Array.isArray(extractClaims(text).claims)).toBe(true);
  });
});

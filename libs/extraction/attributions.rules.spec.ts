import { attributionsOf } from './index.js';

const read = (text: string): { source: string; cue: string; content: string }[] => {
  const words = (spans: { start: number; end: number }[]): string =>
    spans.map(({ start, end }) => text.slice(start, end)).join(' … ');
  return attributionsOf(text).map((one) => ({
    source: words(one.source),
    cue: words(one.cue),
    content: words(one.content),
  }));
};
const sources = (text: string): string[] => read(text).map(({ source }) => source);

describe('attributions', () => {
  it('are the outermost only: what somebody says that others said is told as that person’s', () => {
    expect(read('Ann Hall said the mayor told reporters that the bridge had failed.')).toEqual([
      { source: 'Ann Hall', cue: 'said', content: 'the mayor told reporters that the bridge had failed' },
    ]);
  });

  it('leave out who speaks inside a quotation', () => {
    expect(sources('"I think she said it was over," Peter Moss told the court.')).toEqual(['Peter Moss']);
  });

  it('name the relative pronoun where a clause tells who spoke', () => {
    expect(sources('The bill angered Republicans who say the law is a money pit.')).toContain('who');
  });

  it.each([
    [
      '"It works," said Ann Hall, a former adviser to the mayor who now runs a charity in Leeds.',
      'Ann Hall, a former adviser to the mayor who now runs a charity in Leeds',
    ],
    ['"It works," said Ann Hall, the mayor, in an interview on Tuesday.', 'Ann Hall, the mayor'],
    ['As many as half of the voters said they would stay at home.', 'As many as half of the voters'],
    ['One official who relayed the exchange said the talks had failed.', 'One official who relayed the exchange'],
    ['Moss, however, said the talks had failed.', 'Moss'],
    ['Senator Ann Hall (R-Ohio) on Saturday said the talks had failed.', 'Senator Ann Hall (R-Ohio)'],
    [
      'Sales fell by half, according to a study released on Monday by the Institute for Trade.',
      'a study released on Monday by the Institute for Trade',
    ],
  ])('give the whole source: %s', (text, source) => {
    expect(sources(text)).toEqual([source]);
  });

  it('take up words behind a verb that no list has, where a quotation or a clause follows it', () => {
    expect(read('During the debate, Ann Hall cracked, "I like to get things done in this town."')[0]).toMatchObject({
      source: 'Ann Hall',
      content: '"I like to get things done in this town."',
    });
  });

  it('take an end of a quotation that was typed with the wrong mark', () => {
    expect(
      sources('“We won the vote," Ann Hall said. Later she left. “Nobody saw it coming,” Peter Moss said.'),
    ).toEqual(['Ann Hall', 'Peter Moss']);
  });
});

import { priorityName, priorityNumber, sameWords, textKey } from './claims.rules.js';

describe('Telling whether two claims are in the same words', () => {
  it.each([
    ['The bridge cost 41 million.', 'the  bridge cost 41 million'],
    ['“The bridge cost 41 million,”', 'The bridge cost 41 million'],
    ['It grew by 1,500 people', 'It grew by 1500 people'],
    ['Unemployment fell to ５%', 'unemployment fell to 5%'],
  ])('%s and %s are', (one, other) => expect(textKey(one)).toBe(textKey(other)));

  it.each([
    ['It cost 1.5 million', 'It cost 15 million'],
    ['It fell by -2%', 'It fell by 2%'],
    ['It is 5 %', 'It is 5'],
    ['It was not raised', 'It was raised'],
    ['Es kostete 3 €', 'Es kostete 3 $'],
    ['?!', '…'],
  ])('%s and %s are not', (one, other) => expect(textKey(one)).not.toBe(textKey(other)));

  it('keeps the words of every script', () => {
    expect(sameWords('Цена — 5 рублей!')).toBe('цена 5 рублей');
    expect(sameWords('東京の人口は、1400万人。')).toBe('東京の人口は 1400万人');
  });

  it('counts priorities from low to urgent', () => {
    expect(['low', 'normal', 'high', 'urgent'].map((name) => priorityNumber(name as never))).toEqual([0, 1, 2, 3]);
    expect(priorityName(3)).toBe('urgent');
  });
});

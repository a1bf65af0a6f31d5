import { slugApart, slugOf } from './slug.rules.js';

describe('The address of a fact-check', () => {
  it('reads like the claim', () => {
    expect(slugOf('The harbour bridge cost 41 million.')).toBe('the-harbour-bridge-cost-41-million');
    expect(slugOf('São Paulo’s Bürgermeister said: “It’s 3,5 %!”')).toBe('sao-paulos-burgermeister-said-its-3-5');
  });

  it('keeps letters of every script and their marks', () => {
    expect(slugOf('Мост стоил 41 миллион')).toBe('мост-стоил-41-миллион');
    expect(slugOf('पुल की लागत')).toBe('पुल-की-लागत');
    expect(slugOf('桥梁耗资')).toBe('桥梁耗资');
  });

  it('never cuts a word, is never longer than 80 characters and never empty', () => {
    const slug = slugOf('word '.repeat(50));
    expect(slug.length).toBeLessThanOrEqual(80);
    expect(slug.endsWith('word')).toBe(true);
    expect(slugOf('x'.repeat(300))).toBe('x'.repeat(40));
    expect(slugOf('?!… 🙃')).toBe('fact-check');
    expect(slugOf('')).toBe('fact-check');
  });

  it('holds nothing that means something in an address', () => {
    expect(slugOf('../../etc/passwd?a=b#c %2e%00<script>')).toMatch(/^[a-z0-9-]+$/);
  });

  it('tells two fact-checks of the same words apart', () => {
    expect(slugApart('a-claim', '0193f2a0-6d3e-7c41-9b55-0d4f4f1d2a10')).toBe('a-claim-1d2a10');
  });
});

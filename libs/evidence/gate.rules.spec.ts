import type { CitedFacts } from './evidence.store.js';
import { count, gate } from './gate.rules.js';

const piece = (id: string, more: Partial<CitedFacts> = {}): CitedFacts => ({
  id,
  claimId: 'c',
  kind: 'link',
  withdrawn: false,
  captured: true,
  sourceHealth: 'ok',
  quoteState: null,
  site: 'velm.example',
  independentOf: null,
  ...more,
});
const bare = { site: null, captured: false, sourceHealth: null };

describe('Cited evidence at publication', () => {
  it('is usable with a capture, as a file, as a note, and as a quote from nowhere on the web', () => {
    const facts = [
      piece('a'),
      piece('b', { kind: 'file', ...bare }),
      piece('c', { kind: 'note', ...bare }),
      piece('d', { kind: 'quote', ...bare }),
    ];
    expect(gate(['a', 'b', 'c', 'd'], facts)).toEqual({ usable: ['a', 'b', 'c', 'd'], problems: [], warnings: [] });
  });

  it('keeps a verdict back when it was withdrawn, never captured, or is not there', () => {
    const facts = [piece('a', { withdrawn: true }), piece('b', { captured: false, sourceHealth: 'pending' })];
    expect(gate(['a', 'b', 'x'], facts).problems.map(({ code, evidenceId }) => [evidenceId, code])).toEqual([
      ['a', 'publish.evidence-withdrawn'],
      ['b', 'publish.evidence-without-capture'],
      ['x', 'publish.evidence-withdrawn'],
    ]);
  });

  it('warns of a dead link and of a quote that is not there any more, and lets both pass', () => {
    const { usable, warnings } = gate(
      ['a', 'b'],
      [piece('a', { sourceHealth: 'dead' }), piece('b', { quoteState: 'altered' })],
    );
    expect(usable).toEqual(['a', 'b']);
    expect(warnings.map(({ code }) => code)).toEqual(['evidence.source-dead', 'evidence.quote-not-found']);
  });
});

describe('Independent sources', () => {
  it('are counted by site, and a file is one of its own', () => {
    expect(
      count([piece('a'), piece('b'), piece('c', { site: 'other.example' }), piece('d', { kind: 'file', ...bare })]),
    ).toEqual({
      evidence: 4,
      independentSources: 3,
    });
  });

  it('fall together where one is marked as resting on the other, over any number of steps', () => {
    const chain = [
      piece('a'),
      piece('b', { site: 'b.example', independentOf: 'a' }),
      piece('c', { kind: 'file', ...bare, independentOf: 'b' }),
    ];
    expect(count(chain)).toEqual({ evidence: 3, independentSources: 1 });
  });

  it('are not made of notes, or of what was withdrawn', () => {
    expect(count([piece('a', { kind: 'note', ...bare }), piece('b', { withdrawn: true })])).toEqual({
      evidence: 1,
      independentSources: 0,
    });
  });
});

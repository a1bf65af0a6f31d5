import type { Citation } from '#evidence';
import { describe as told, lookFor } from './quotes.rules.js';

const QUOTE = 'The bridge cost 63 million crowns in the end.';
const citation = (more: Partial<Citation> = {}): Citation => ({
  evidenceId: 'e',
  claimId: 'c',
  quote: QUOTE,
  anchor: { exact: QUOTE, prefix: '', suffix: '', start: null, end: null },
  state: 'pending',
  found: null,
  firstCaptureId: null,
  captureId: null,
  keptBlind: false,
  ...more,
});
const page = (text: string, more = '') => ({ text, fullText: `${text}${more}` });
const article = `Final account. ${QUOTE} The council took note of it.`;
const anchored = (more: Partial<Citation> = {}) =>
  citation({
    anchor: lookFor(citation(), page(article)).anchor,
    state: 'exact',
    firstCaptureId: 'k1',
    captureId: 'k1',
    ...more,
  });

describe('A cited passage', () => {
  it('gets its hold on the page at the first look, and alarms nobody', () => {
    const first = lookFor(citation(), page(article));
    expect(first).toMatchObject({ finding: { state: 'exact' }, stood: false, alarming: false, anchor: { start: 15 } });
  });

  it('is found in a caption or table outside the article, too', () => {
    expect(lookFor(citation(), page('Something else.', `\n\n${QUOTE}`)).finding.state).toBe('exact');
  });

  it('that never stood there alarms nobody, however often it is looked for', () => {
    const never = lookFor(citation(), page('Something else altogether.'));
    expect(never).toMatchObject({ finding: { state: 'missing' }, alarming: false });
    expect(lookFor(citation({ state: 'missing' }), page('Something else again.')).alarming).toBe(false);
  });

  it('alarms when it is altered or gone, once', () => {
    const altered = lookFor(anchored(), page(article.replace('63', '41')));
    expect(altered).toMatchObject({ finding: { state: 'altered', touched: ['number'] }, alarming: true });
    expect(told(altered)).toBe(
      '“The bridge cost 63 million crowns in the end.” now reads “The bridge cost 41 million crowns in the end.”.',
    );
    const again = anchored({ state: 'altered', found: 'The bridge cost 41 million crowns in the end.' });
    expect(lookFor(again, page(article.replace('63', '41'))).alarming).toBe(false);
    const gone = lookFor(anchored(), page('The council took note of something else.'));
    expect(gone).toMatchObject({ finding: { state: 'missing' }, alarming: true });
    expect(told(gone)).toContain('is not on the page any more');
  });

  it('alarms again when it is altered anew, and not when it comes back', () => {
    const again = anchored({ state: 'altered', found: 'The bridge cost 41 million crowns in the end.' });
    expect(lookFor(again, page(article.replace('63', '14'))).alarming).toBe(true);
    expect(lookFor(again, page(article))).toMatchObject({ finding: { state: 'exact' }, alarming: false });
  });
});

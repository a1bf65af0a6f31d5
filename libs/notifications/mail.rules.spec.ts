import type { Entry } from './inbox.store.js';
import { oneLine } from '#reading';
import { mailText, plainName } from './mail.rules.js';

const entry = (claimText: string, actorName = 'Rita', note: string | null = null): Entry =>
  ({ kind: 'mention', claimId: 'c1', commentId: 'm1', claimText, actorName, note }) as Entry;
const matter = (entries: Entry[], digest = false) => ({
  newsroom: { name: 'The Record', slug: 'record' },
  person: { name: 'Eva' },
  digest,
  entries,
  base: 'https://facts.example.org',
  unsubscribe: 'https://facts.example.org/public/unsubscribe/abc',
});

describe('a mail to somebody in the newsroom', () => {
  it('says what happened, by whom and where, in text and in HTML', () => {
    const { subject, text, html } = mailText(matter([entry('The bridge cost 41 million.')]));
    expect(subject).toBe('[The Record] You were mentioned: The bridge cost 41 million.');
    for (const part of [text, html]) {
      expect(part).toContain('You were mentioned (Rita).');
      expect(part).toContain('https://facts.example.org/v1/comments/m1');
      expect(part).toContain('https://facts.example.org/public/unsubscribe/abc');
    }
  });

  it('quotes what was said with it, on one line and as text', () => {
    const { subject, text, html } = mailText(matter([entry('The bridge.', 'Rita', 'Before noon,\nplease <b>.')]));
    expect(subject).not.toContain('noon');
    expect(text).toContain('(Rita).\n“Before noon, please <b>.”\nThe bridge.');
    expect(html).toContain('“Before noon, please &#60;b&#62;.”');
  });

  it('counts in the subject of a digest', () => {
    expect(mailText(matter([entry('One.'), entry('Two.')], true)).subject).toBe('[The Record] 2 in your inbox');
  });

  it('keeps headers on one line and shows markup as text, whatever a claim or a name says', () => {
    const { subject, html } = mailText(
      matter([entry('A\r\nBcc: all@example.org\u2028<script>x</script>', '<b>R</b>')]),
    );
    expect(subject).not.toMatch(/[\r\n\u2028]/);
    expect(html).not.toMatch(/<script>|<b>/);
    expect(oneLine('a\u0000b\u202ec\nd')).toBe('a b c d');
    expect(plainName('Eva" <eve@example.org>, "Ada')).toBe('Eva eve example.org Ada');
  });

  it('cuts a long claim off between characters', () => {
    const { subject } = mailText(matter([entry('🧭'.repeat(500))]));
    expect([...subject]).toHaveLength(120);
    expect(subject.isWellFormed()).toBe(true);
  });
});

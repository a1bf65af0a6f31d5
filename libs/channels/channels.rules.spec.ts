import fc from 'fast-check';
import { type ChatAnswer, verdictOf } from './answers.rules.js';
import { newsKinds, newsOf } from './kinds.rules.js';
import { escaped, type Line, type Matter, payloadOf } from './message.rules.js';
import { counted, languages, phrasesOf } from './phrases.rules.js';

const line = (n: number, more: Partial<Line> = {}): Line => ({
  kind: 'proposed',
  claimId: `c${n}`,
  text: `Claim ${n}.`,
  page: null,
  ...more,
});
const matter = (lines: Line[], more: Partial<Matter> = {}): Matter => ({
  flavour: 'slack',
  language: 'en',
  desk: { name: 'City' },
  lines,
  waiting: null,
  claimUrl: 'https://desk.example.org/claims/{id}?from=chat&to=desk',
  ...more,
});
const textOf = (...args: Parameters<typeof matter>) => payloadOf(matter(...args))?.text ?? '';

describe('A message in a desk’s channel', () => {
  it('tells a burst of claims as one, some by name and all by number', () => {
    const text = textOf(Array.from({ length: 40 }, (_, n) => line(n + 1)));
    expect(text).toMatch(/^City: 40 claims wait for triage\n• Claim 1\. <https:/);
    expect(text.split('\n')).toHaveLength(1 + 5 + 1);
    expect(text).toMatch(/• and 35 more$/);
  });

  it('names a claim once for each thing that is told of it, in the order of its way through the newsroom', () => {
    const lines = [line(2, { kind: 'overdue' }), line(1), line(1), line(1, { kind: 'overdue' })];
    expect(textOf(lines).match(/.*(wait|overdue).*/g)).toEqual([
      'City: A claim waits for triage',
      '2 claims are overdue',
    ]);
  });

  it('shows what people said as it stands: no control character of the chat, no call of everybody, no second line', () => {
    const words = 'He said <!channel> & <https://evil.example|click>, @channel @here\n@eva *now* `x` [y](z) \u202eko';
    const slack = textOf([line(1, { text: words })]);
    expect(slack).toContain(
      '&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;, @\u200bchannel @\u200bhere @\u200beva',
    );
    expect(payloadOf(matter([line(1)]))).toMatchObject({ mrkdwn: false, unfurl_links: false });
    const mattermost = textOf([line(1, { text: words })], { flavour: 'mattermost' });
    expect(mattermost).toContain('\\*now\\* \\`x\\` \\[y\\]\\(z\\)');
    for (const text of [slack, mattermost]) {
      expect(text.split('\n')).toHaveLength(2);
      expect(text).not.toContain('\u202e');
    }
  });

  it('holds no text that a chat takes for a command, whatever a claim says', () => {
    const nasty = fc.string({ unit: fc.constantFrom('<', '>', '!', '@', '&', '|', '#', 'a', ' ', '\\', ';') });
    fc.assert(
      fc.property(nasty, fc.constantFrom('slack' as const, 'mattermost' as const), (words, flavour) => {
        const safe = escaped(words, flavour);
        expect(safe).not.toMatch(/[<>]|@[^\s\u200b]/);
        expect(safe.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });

  it('links to where the newsroom looks at a claim, and to the public page where there is one', () => {
    expect(textOf([line(1)])).toContain('<https://desk.example.org/claims/c1?from=chat&amp;to=desk|→>');
    const page = 'https://facts.example.org/public/demo/fact-checks/a)b';
    const published = line(1, { kind: 'published', page });
    expect(textOf([published])).toContain(`<${page.replace(')', '%29')}|→>`);
    expect(textOf([published], { flavour: 'mattermost' })).toContain(`[→](${page.replace(')', '%29')})`);
  });

  it('stays short with long claims of every kind, and in every language says all that there is', () => {
    const lines = newsKinds.flatMap((kind) =>
      Array.from({ length: 30 }, (_, n) => line(n, { kind, text: 'Ångström said so. '.repeat(50) })),
    );
    for (const language of languages) {
      const text = textOf(lines, { language });
      expect(text.length).toBeLessThan(3_800);
      for (const kind of newsKinds) expect(text).toContain(counted(phrasesOf(language).news[kind], 30));
    }
  });

  it('brings the figures of the day, also when nothing waits', () => {
    const none = { proposed: 0, queued: 0, inReview: 0, disputed: 0, inSignoff: 0, approved: 0, overdue: 0 };
    const digest = line(1, { kind: 'digest', claimId: null, text: null });
    expect(textOf([digest], { waiting: { ...none, queued: 3, overdue: 1 } })).toBe(
      'City: What waits today\n• 3 for a reviewer\n• 1 overdue',
    );
    expect(textOf([digest], { waiting: none })).toBe('City: What waits today\nNothing waits.');
    expect(payloadOf(matter([]))).toBeNull();
  });
});

describe('What a row of the log says to a desk', () => {
  const eva = { kind: 'person', id: 'eva' };
  const of = (type: string, data: object = {}, actor: object = eva) => newsOf({ type, claimId: 'c1', data, actor });

  it('is of the claim alone, and nothing where only reviewers are concerned', () => {
    expect(of('claim.queued')).toMatchObject([{ kind: 'queued', claimId: 'c1' }]);
    for (const type of ['review.submitted', 'claim.assigned', 'claim.recused', 'comment.posted', 'verdict.signed-off'])
      expect(of(type)).toEqual([]);
  });

  it('knows from whose seat it comes, so that nothing is told of one that is blind', () => {
    const system = { kind: 'system', id: null };
    expect(of('claim.released', { person: 'omar', people: ['omar'] })).toMatchObject([
      { kind: 'given-back', seat: 'omar' },
    ]);
    expect(of('claim.expired', { people: ['omar'] }, system)).toMatchObject([{ kind: 'given-back', seat: 'omar' }]);
    expect(of('claim.overdue', { assignee: 'omar', people: ['omar'] }, system)).toMatchObject([{ seat: 'omar' }]);
    expect(of('claim.overdue', { assignee: null, people: ['omar'] }, system)).toMatchObject([{ seat: null }]);
  });

  it('tells of a claim that comes from another desk, and of the claims that a changed source stands under', () => {
    const moved = (state: string, changed: string[]) => of('claim.edited', { state, changed });
    expect(moved('proposed', ['desk'])).toMatchObject([{ kind: 'proposed', claimId: 'c1' }]);
    expect([moved('proposed', ['dueAt']), moved('published', ['desk'])]).toEqual([[], []]);
    const quotes = [
      { claimId: 'c1', evidenceId: 'e1', state: 'altered' },
      { claimId: 'c2', evidenceId: 'e2', state: 'exact' },
    ];
    expect(of('source.changed', { quotes })).toEqual([
      { kind: 'source-changed', claimId: 'c1', seat: null, evidenceId: 'e1' },
    ]);
  });
});

describe('What follows from a chat’s answer', () => {
  const of = (status: number | null, body = '', more: Partial<ChatAnswer> = {}) =>
    verdictOf({ status, body, failure: null, neverBegan: false, retryAfterMs: null, ...more });

  it('is sent for 2xx, unless a web page came back: then the address is no webhook’s', () => {
    expect([of(200, 'ok').kind, of(204).kind, of(200, '{"success":true}').kind]).toEqual(['sent', 'sent', 'sent']);
    expect(of(200, '\n<!DOCTYPE html><title>Log in</title>')).toEqual({ kind: 'later', error: 'not-a-webhook' });
    expect(of(302)).toEqual({ kind: 'later', error: 'redirect' });
  });

  it('is the end where the chat says so, in Slack’s words, in Mattermost’s, or by its status', () => {
    expect(of(404, 'no_service')).toEqual({ kind: 'gone', error: 'no_service' });
    expect(of(410, 'channel_is_archived')).toEqual({ kind: 'gone', error: 'channel_is_archived' });
    expect(of(403, 'invalid_token')).toEqual({ kind: 'gone', error: 'invalid_token' });
    expect(of(500, 'no_team')).toEqual({ kind: 'gone', error: 'no_team' });
    const mattermost = (id: string) => JSON.stringify({ id, message: 'Invalid webhook.', status_code: 400 });
    expect(of(400, mattermost('web.incoming_webhook.invalid.app_error')).kind).toBe('gone');
    expect(of(501, mattermost('web.incoming_webhook.disabled.app_error')).kind).toBe('gone');
    expect(of(404, 'see https://hooks.slack.com/services/T0/B0/secret')).toEqual({ kind: 'gone', error: 'http-404' });
  });

  it('is another time for 429 and 5xx, never for this one where the chat cannot read it', () => {
    expect([429, 408, 500, 503].map((status) => of(status).kind)).toEqual(['later', 'later', 'later', 'later']);
    expect(of(400, 'invalid_payload')).toEqual({ kind: 'refused', error: 'http-400' });
  });

  it('is not known where the connection broke after it began, so that nothing comes twice', () => {
    expect(of(null, '', { failure: 'connect', neverBegan: true })).toEqual({ kind: 'later', error: 'connect' });
    expect(of(null, '', { failure: 'timeout' })).toEqual({ kind: 'unknown', error: 'timeout' });
    expect(of(200, '', { failure: 'timeout' }).kind).toBe('sent');
  });
});

import type { RecheckCause } from '#factchecks';
import type { ReplyChannel } from '#replies';
import { type Html, html } from './html.rules.js';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `1 March 2026`, with the exact time for machines. */
export function day(time: Date | string): Html {
  const date = new Date(time);
  return html`<time datetime="${date.toISOString()}">${DAY.format(date)}</time>`;
}

/** `1 March 2026 at 18:00 UTC`. */
export function minute(time: Date | string): Html {
  const date = new Date(time);
  return html`<time datetime="${date.toISOString()}">${MINUTE.format(date)} UTC</time>`;
}

/** `1 editor`, `2 editors`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const stances: Record<string, string> = {
  supports: 'supports the claim',
  refutes: 'contradicts the claim',
  context: 'context',
};

export const corrections: Record<string, string> = {
  rating: 'Rating changed',
  fact: 'Fact corrected',
  wording: 'Wording changed',
  update: 'Updated',
  retraction: 'Retracted',
};

export const channels: Record<ReplyChannel, string> = {
  email: ' by e-mail',
  phone: ' by phone',
  letter: ' by letter',
  social: ' on social media',
  'in-person': ' in person',
  other: '',
};

export const causes: Record<RecheckCause, string> = {
  'quote-altered': 'a passage that it quotes was changed at its source',
  'quote-missing': 'a passage that it quotes is no longer at its source',
  'source-gone': 'a source that it cites is gone',
  'evidence-withdrawn': 'a piece of its evidence was withdrawn',
  'by-hand': 'somebody asked us to',
  'reply-received': 'somebody whom we had asked replied',
};

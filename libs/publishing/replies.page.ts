import type { PinnedReply } from '#replies';
import { html, paragraphs, type Html } from './html.rules.js';
import { channels, day } from './words.rules.js';

/** Who was asked for comment before this went out, and what came of it by then: as far as it is public. */
export function comment({ replies = [] }: { replies?: readonly PinnedReply[] }): Html | false {
  const shown = replies.filter((reply) => reply.public);
  if (shown.length === 0) return false;
  return html`<h2>What they say</h2>
    <ul class="replies">
      ${shown.map((reply) => html`<li>${asked(reply)} ${outcome(reply)}</li>`)}
    </ul>`;
}

function asked({ name, role, organisation, channel, askedAt }: PinnedReply): Html {
  const more = [role, organisation].filter((part) => part !== null);
  const who = html`<bdi>${name}</bdi>${more.map((part) => html`, <bdi>${part}</bdi>`)}`;
  return html`<p>We asked ${who}${more.length > 0 && ','} for comment on ${day(askedAt)}${channels[channel]}.</p>`;
}

function outcome({ name, dueAt, state, answer }: PinnedReply): Html {
  const who = html`<bdi>${name}</bdi>`;
  if (state === 'awaiting')
    return html`<p class="meta">When this was published ${who} had not replied. We gave them until ${day(dueAt)}.</p>`;
  if (state === 'no-answer' || answer === null) return html`<p class="meta">${who} did not reply by ${day(dueAt)}.</p>`;
  const on = html`on ${day(answer.receivedAt)}${answer.late && html`, after the deadline of ${day(dueAt)}`}`;
  const words = answer.text !== null && said(answer.text, answer.verbatim);
  if (state === 'declined')
    return html`<p class="meta">${who} declined to comment ${on}.</p>
      ${words}`;
  return html`<p class="meta">${who} replied ${on}${!answer.verbatim && ', in our words'}:</p>
    ${words}`;
}

function said(text: string, verbatim: boolean): Html {
  return verbatim ? html`<blockquote>${paragraphs(text)}</blockquote>` : paragraphs(text);
}

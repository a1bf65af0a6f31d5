import { oneLine, shortened } from '#reading';
import type { Entry } from './inbox.store.js';
import { kinds } from './kinds.rules.js';

/** What a mail is made of. */
export interface MailMatter {
  newsroom: { name: string; slug: string };
  person: { name: string };
  digest: boolean;
  entries: readonly Entry[];
  /** Of the service, without a slash at its end. */
  base: string;
  /** Where one click ends mails. */
  unsubscribe: string;
}

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

const LONGEST_SUBJECT = 120;

/** Subject, plain text and HTML of the same words. Whatever people wrote is shown as text, and stays on its line. */
export function mailText({ newsroom, person, digest, entries, base, unsubscribe }: MailMatter): MailText {
  const [first] = entries;
  const about = digest || !first ? `${entries.length} in your inbox` : aboutOf(first);
  const items = entries.map((entry) => ({
    head: headOf(entry),
    claim: claimOf(entry),
    said: saidIn(entry),
    url: urlOf(entry, base),
  }));
  const greeting = `${oneLine(person.name)},`;
  const foot = `You get this from ${oneLine(newsroom.name)} (${base}/public/${newsroom.slug}). To get no more mails: ${unsubscribe}`;
  return {
    subject: shortened(`[${oneLine(newsroom.name)}] ${about}`, LONGEST_SUBJECT),
    text:
      [greeting, ...items.map((item) => [item.head, ...item.said, item.claim, item.url].join('\n')), foot].join(
        '\n\n',
      ) + '\n',
    html: [
      '<!doctype html><meta charset="utf-8">',
      `<p>${escaped(greeting)}</p>`,
      ...items.map(
        ({ head, said, claim, url }) =>
          `<p>${[head, ...said].map(escaped).join('<br>')}<br><a href="${escaped(url)}">${escaped(claim || url)}</a></p>`,
      ),
      `<p>You get this from <a href="${escaped(`${base}/public/${newsroom.slug}`)}">${escaped(oneLine(newsroom.name))}</a>. `,
      `<a href="${escaped(unsubscribe)}">Get no more mails</a></p>`,
    ].join('\n'),
  };
}

/** A name that no address parser takes for more than a name. */
export function plainName(name: string): string {
  return oneLine(name)
    .replace(/[<>"@,;:\\()[\]]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

function aboutOf(entry: Entry): string {
  return [kinds[entry.kind].says, claimOf(entry)].filter((part) => part !== '').join(': ');
}

function headOf({ kind, actorName }: Entry): string {
  return actorName === null ? `${kinds[kind].says}.` : `${kinds[kind].says} (${oneLine(actorName)}).`;
}

/** In quotation marks, on one line; nothing where nothing was said. */
function saidIn({ note }: Entry): string[] {
  return note === null ? [] : [`“${shortened(oneLine(note), 500)}”`];
}

function claimOf({ claimText }: Entry): string {
  return claimText === null ? '' : shortened(oneLine(claimText), 300);
}

function urlOf({ commentId, claimId }: Entry, base: string): string {
  if (commentId !== null) return `${base}/v1/comments/${commentId}`;
  return claimId === null ? `${base}/v1/me/inbox` : `${base}/v1/claims/${claimId}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

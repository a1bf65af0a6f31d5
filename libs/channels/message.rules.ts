import { oneLine, shortened } from '#reading';
import { type Flavour, newsKinds, type NoticeKind } from './kinds.rules.js';
import { counted, type Language, phrasesOf, type Waiting } from './phrases.rules.js';

/** A claim, as a line of a message shows it: its words and where it is to be had; never people, ratings or what is still blind. */
export interface Line {
  kind: NoticeKind;
  claimId: string | null;
  text: string | null;
  /** The public page, where there is one. */
  page: string | null;
}

export interface Matter {
  flavour: Flavour;
  language: Language;
  desk: { name: string };
  lines: readonly Line[];
  /** Null: no figures are wanted. */
  waiting: Waiting | null;
  /** Where a claim is to be had, with `{id}` in it. */
  claimUrl: string;
}

/** What Slack and Mattermost both take: https://api.slack.com/reference/messaging/payload, without what Mattermost does not know. */
export interface Payload {
  text: string;
  mrkdwn?: false;
  unfurl_links?: false;
  unfurl_media?: false;
}

const LONGEST_CLAIM = 200;
/** Of one kind, the others are counted: the most with which a message of many kinds is not too long. */
const MOST_SHOWN = [5, 3, 1, 0];
/** Slack advises less than 4,000 characters. */
const LONGEST_TEXT = 3_500;

/** One message of everything there is to tell, each claim once for each kind. Null: nothing is left to say. */
export function payloadOf(matter: Matter): Payload | null {
  const name = escaped(shortened(oneLine(matter.desk.name), 100), matter.flavour);
  const [text] = MOST_SHOWN.map((most) => paragraphs(matter, most).join('\n\n')).filter(fits);
  if (!text) return null;
  return matter.flavour === 'slack'
    ? { text: `${name}: ${text}`, mrkdwn: false, unfurl_links: false, unfurl_media: false }
    : { text: `${name}: ${text}` };
}

const fits = (text: string, index: number): boolean => text.length <= LONGEST_TEXT || index === MOST_SHOWN.length - 1;

function paragraphs(matter: Matter, most: number): string[] {
  return [...tests(matter), ...news(matter, most), ...figures(matter)];
}

function tests({ lines, language, flavour }: Matter): string[] {
  return lines.some(({ kind }) => kind === 'test') ? [escaped(phrasesOf(language).test, flavour)] : [];
}

function news({ lines, language, flavour, claimUrl }: Matter, most: number): string[] {
  const phrases = phrasesOf(language);
  return newsKinds.flatMap((kind) => {
    const claims = new Map(lines.filter((line) => line.kind === kind).map((line) => [line.claimId, line]));
    if (claims.size === 0) return [];
    const shown = [...claims.values()].slice(0, most).map((line) => {
      const words = escaped(shortened(oneLine(line.text ?? ''), LONGEST_CLAIM), flavour);
      return `• ${words} ${link(line.page ?? claimUrl.replaceAll('{id}', line.claimId ?? ''), flavour)}`;
    });
    const rest = claims.size - shown.length;
    if (rest > 0) shown.push(`• ${phrases.more.replace('#', String(rest))}`);
    return [[counted(phrases.news[kind], claims.size), ...shown].join('\n')];
  });
}

function figures({ waiting, language }: Matter): string[] {
  if (waiting === null) return [];
  const { digest, nothing, figures: names } = phrasesOf(language);
  const some = Object.entries(waiting).filter(([, count]) => (count as number) > 0) as [keyof Waiting, number][];
  const lines = some.map(([figure, count]) => `• ${count} ${names[figure]}`);
  return [[digest, ...(lines.length > 0 ? lines : [nothing])].join('\n')];
}

/**
 * Text that a chat shows as it stands. Slack: `&`, `<` and `>` are its control characters
 * (https://api.slack.com/reference/surfaces/formatting#escaping), and so they are to Mattermost, which besides reads Markdown
 * and takes every `@name` for a call: behind an `@` stands a space of no width.
 */
export function escaped(text: string, flavour: Flavour): string {
  const plain = flavour === 'mattermost' ? text.replace(/[\\`*_{}[\]()#+\-!|~]/g, '\\$&') : text;
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@＠﹫](?=\S)/gu, '$&\u200b');
}

/** An address that neither form of link can be broken out of. */
function link(address: string, flavour: Flavour): string {
  const url = address.replace(
    /[<>|()[\]\\\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return flavour === 'slack' ? `<${url.replaceAll('&', '&amp;')}|→>` : `[→](${url})`;
}

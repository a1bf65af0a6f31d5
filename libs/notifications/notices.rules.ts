import type { SealedRow } from '#log';
import type { Kind } from './kinds.rules.js';

/** One thing that one person is told. */
export interface Notice {
  person: string;
  kind: Kind;
}

/** What a row of the log does not say itself. */
export interface Around {
  watchers: readonly string[];
  /** Who may vote: of the claim's desk, or of the whole newsroom where the desk has nobody who does. */
  editors: readonly string[];
  keptOut: readonly string[];
  /** Who had assigned the work that is given back; null for work that was taken. */
  givenBy: string | null;
}

export type Row = Pick<SealedRow, 'type' | 'actor' | 'data' | 'claimId'>;
type Data = Record<string, unknown>;
type Rule = (data: Data, around: Around, actor: string | null) => [Kind, readonly string[]][];

const people = (data: Data, name = 'people'): string[] => (Array.isArray(data[name]) ? (data[name] as string[]) : []);
const one = (data: Data, name: string): string[] => (typeof data[name] === 'string' ? [data[name]] : []);
const without = (some: readonly string[], ...others: readonly (readonly string[])[]) =>
  some.filter((person) => !others.some((list) => list.includes(person)));

const votesWanted: Rule = (data, { editors, keptOut }) => [
  ['sign-off-wanted', without(editors, keptOut, people(data, 'authors'))],
];
const takenBack: Rule = (data) => [
  ['taken-back', people(data)],
  ['declined', one(data, 'givenBy')],
];
const toThose =
  (kind: Kind): Rule =>
  (data) => [[kind, people(data, 'to')]];
const toWatchers =
  (kind: Kind): Rule =>
  (_, { watchers }) => [[kind, watchers]];

/** By type of event; the first kind that a person has a claim to is the one that they are told. */
const rules: Record<string, Rule> = {
  'claim.assigned': (data) => [
    ['handed-over', one(data, 'replaces')],
    ['assigned', without(people(data), one(data, 'replaces'))],
  ],
  'claim.handed-over': (data) => [
    ['handed-over', one(data, 'replaces')],
    ['assigned', people(data)],
  ],
  'claim.released': (data, { givenBy }, actor) =>
    actor !== null && people(data).includes(actor)
      ? [['declined', givenBy ? [givenBy] : []]]
      : takenBack(data, NOBODY, null),
  'claim.declined': (data, { givenBy }) => [['declined', givenBy ? [givenBy] : one(data, 'givenBy')]],
  'claim.expired': takenBack,
  'claim.recused': takenBack,
  'claim.dismissed': takenBack,
  'claim.merged': takenBack,
  'verdict.changes-requested': (data, { watchers }) => [['changes-requested', [...people(data), ...watchers]]],
  'verdict.ready-for-signoff': votesWanted,
  'verdict.amended': votesWanted,
  'verdict.dissented': (data, { watchers }) => [['dissent', [...people(data, 'authors'), ...watchers]]],
  'claim.disputed': (_, { editors, keptOut }) => [['decision-wanted', without(editors, keptOut)]],
  'claim.due-soon': toThose('due-soon'),
  'claim.overdue': toThose('overdue'),
  'claim.escalated': toThose('escalated'),
  'reply.received': (data, { watchers }) => [
    ['reply', data['concealed'] === true ? people(data) : [...people(data), ...watchers]],
  ],
  'reply.overdue': toThose('reply-overdue'),
  'recheck.opened': (_, { editors, watchers }) => [['recheck', [...editors, ...watchers]]],
  'publish.blocked': (_, { editors, watchers }) => [['publish-blocked', [...editors, ...watchers]]],
  'channel.disabled': toThose('channel-disabled'),
  'factcheck.published': toWatchers('published'),
  'factcheck.corrected': toWatchers('published'),
  'factcheck.retracted': toWatchers('published'),
};
const NOBODY: Around = { watchers: [], editors: [], keptOut: [], givenBy: null };

/** The types that `noticesOf` has something to say on. */
export function isToldOf(type: string): boolean {
  return Object.hasOwn(rules, type);
}

/** Whom to tell of a row of the log, each once. Nobody is told of what they did themselves. */
export function noticesOf(row: Row, around: Around): Notice[] {
  const actor = actorOf(row);
  const notices = new Map<string, Kind>();
  for (const [kind, persons] of rules[row.type]?.(row.data as Data, around, actor) ?? []) {
    for (const person of persons) if (person !== actor && !notices.has(person)) notices.set(person, kind);
  }
  return [...notices].map(([person, kind]) => ({ person, kind }));
}

/** Whom to tell of a comment: who is mentioned, then who watches. */
export function noticesOfComment(author: string, mentioned: readonly string[], watchers: readonly string[]): Notice[] {
  const called = without(mentioned, [author]).map((person): Notice => ({ person, kind: 'mention' }));
  const others = without(watchers, mentioned, [author]).map((person): Notice => ({ person, kind: 'comment' }));
  return [...called, ...others];
}

/** Who begins to watch a claim by what happened. */
export function watchersBy(row: Row): string[] {
  if (!['claim.assigned', 'claim.handed-over', 'reply.requested'].includes(row.type)) return [];
  const data = row.data as Data;
  return without(people(data), one(data, 'replaces'));
}

function actorOf({ actor }: Row): string | null {
  const { kind, id } = actor as { kind: string; id: string | null };
  return kind === 'person' ? id : null;
}

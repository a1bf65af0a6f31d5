import { ANONYMOUS, NO_SOURCE, OUTLETS, ROLES } from './sources.lexicon.js';
import {
  afterPlace,
  agrees,
  isGivenName,
  makerOf,
  owns,
  properName,
  roleIn,
  titleCase,
} from './source-phrases.rules.js';
import { Bodies } from './bodies.rules.js';
import { joined, personIn, runsOf, type Names, type Person } from './names.rules.js';
import type { Held } from './held.types.js';
import type { Claimant, ClaimantKind } from './extraction.types.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

const SHORT: Record<string, string> = {
  sen: 'senator',
  gov: 'governor',
  rep: 'congressman',
  gen: 'general',
  dr: 'doctor',
  justice: 'judge',
};
const PRINTED = new Set([
  'article',
  'paper',
  'newspaper',
  'piece',
  'story',
  'magazine',
  'site',
  'website',
  'network',
  'essay',
  'report',
  'outlet',
  'publication',
]);
const POLLS = new Set(['poll', 'survey']);
const SINGULAR = new Set(['he', 'she', 'him', 'her', 'his']);
const PLURAL = new Set(['they', 'them', 'their']);
const THING = new Set(['it', 'its']);
/** Letters by which a people and its land or movement are told to be the same. */
const STEM = 5;
const SELF = new Set(['i', 'we', 'my', 'our', 'us', 'me']);

/** Whom a pronoun may stand for at one point of the text. */
interface Known {
  source?: Claimant;
  person?: Person;
  woman?: Person;
  man?: Person;
  group?: Claimant;
}

/** Reads a document's sources in order: each answer may lean on the ones before it ("he", "the minister"). */
export class Sources {
  private now: Known = {};
  private readonly after = new Map<number, Known>();
  /** Where the words of the last speaker of a transcript end: an "I" outside them, and outside quotations, is the author's. */
  private turnTo = 0;
  private outlet: string | undefined;
  /** "a Times article": whose article "the article" is. */
  private readonly printed = new Map<string, string>();
  private readonly groups: Claimant[] = [];
  private readonly roles = new Map<string, string>();
  private readonly bodies = new Bodies();

  constructor(
    private readonly text: string,
    private readonly names: Names,
  ) {}

  /** People met outside any source, so that "he" can mean them. */
  met(reading: Reading): void {
    const subject = reading.groups.find((g) => g.finite);
    const opening = reading.words.slice(0, subject?.from ?? 12);
    for (const run of runsOf(opening)) {
      const person = this.personOf(run);
      if (person !== null && !owns(opening, personIn(run) ?? run)) this.remember(person, null);
    }
    for (const run of runsOf(reading.words)) {
      const person = this.personOf(run);
      if (person === null || person.name.indexOf(' ') === -1) this.bodies.met(run);
      if (person?.calledAs !== undefined) this.roles.set(SHORT[person.calledAs] ?? person.calledAs, person.name);
      if (!run.some((w) => OUTLETS.has(w.lower))) continue;
      const next = reading.words[reading.words.indexOf(run.at(-1) as Word) + 1];
      if (next !== undefined && PRINTED.has(next.lower)) this.printed.set(next.lower, joined(run));
      else if (run.length > 1) this.outlet = joined(run);
    }
    this.after.set(reading.index, { ...this.now });
  }

  /** Takes up again who was known before a sentence, for "he" in it. */
  backTo(reading: Reading): void {
    this.now = { ...(this.after.get(reading.index - 1) ?? {}) };
  }

  /** Who or what the pronoun stands for that a statement opens with; undefined where it opens with a name, or nobody fits. */
  subjectOf(words: Word[]): string | undefined {
    const first = words.find((w) => w.tag !== 'PUNCT' && w.tag !== 'ADV' && w.tag !== 'CCONJ');
    if (first === undefined) return undefined;
    if (first.lower === 'he' || first.lower === 'his')
      return (this.now.person?.female === true ? this.now.man : this.now.person)?.name;
    if (first.lower === 'she' || first.lower === 'her') return this.now.woman?.name;
    if (first.lower === 'i' || first.lower === 'we') return this.now.source?.name;
    if (first.lower === 'they' || first.lower === 'their') return this.now.group?.name ?? this.now.group?.role;
    return undefined;
  }

  of(held: Held, reading: Reading): Claimant {
    const claimant = this.named(held, reading);
    if (held.lemma === 'colon') this.turnTo = held.content.at(-1)?.end ?? 0;
    if (claimant.kind !== 'author' && claimant.kind !== 'unsourced') this.now.source = claimant;
    if (claimant.kind === 'role' || claimant.kind === 'outlet' || claimant.kind === 'anonymous') {
      this.now.group = claimant;
      if (claimant.name !== undefined && this.groups.length < 200) this.groups.push(claimant);
    }
    return claimant;
  }

  private named(held: Held, reading: Reading): Claimant {
    const span = held.source;
    if (span === null) return { kind: 'unsourced', spans: [] };
    const spans = [span];
    const words = reading.words.filter((w) => w.start >= span.start && w.end <= span.end);
    const only = words.length === 1 ? (words[0] as Word).lower : '';
    const sentence = this.text.slice(reading.span.start, reading.span.end);
    if (SINGULAR.has(only)) {
      const giver = this.giver(reading, span.start);
      return giver === null ? this.pronoun(only, spans) : this.asPerson(giver, words, spans);
    }
    if (PLURAL.has(only)) return { ...(this.now.group ?? { kind: 'role' as const }), spans };
    if (THING.has(only)) return { ...(this.now.group ?? { kind: 'role' as const }), spans };
    if (SELF.has(only))
      return span.start < this.turnTo && this.now.source !== undefined
        ? { ...this.now.source, spans }
        : { kind: 'author', spans };
    const phrase = this.text.slice(span.start, span.end).replace(/\s+/g, ' ');
    if (NO_SOURCE.test(phrase)) return { kind: 'unsourced', spans };
    if (
      ANONYMOUS.test(phrase) ||
      (/condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)/i.test(
        sentence,
      ) &&
        !this.person(words))
    )
      return { kind: 'anonymous', role: phrase, spans };
    const found = this.person(words);
    if (found !== null) return this.asPerson(found, words, spans);
    if (held.lemma === 'colon' && words.length <= 3) return { kind: 'person', name: titleCase(phrase), spans };
    const maker = makerOf(words);
    const author = maker === words ? null : this.person(maker);
    return author === null ? this.other(maker, phrase, spans) : this.asPerson(author, maker, spans);
  }

  private asPerson(person: Person, words: Word[], spans: Claimant['spans']): Claimant {
    const role = roleIn(this.text, words, person);
    if (role !== null && person.role === undefined) person.role = role;
    this.remember(person, role);
    return { kind: 'person', name: person.name, ...(person.role === undefined ? {} : { role: person.role }), spans };
  }

  private other(words: Word[], phrase: string, spans: Claimant['spans']): Claimant {
    const lowers = words.map((w) => w.lower);
    const known = this.byRole(lowers);
    if (known !== null)
      return { kind: 'person', name: known.name, ...(known.role === undefined ? {} : { role: known.role }), spans };
    const again = this.again(lowers, spans) ?? this.people(lowers, spans);
    if (again !== null) return again;
    const kind: ClaimantKind =
      lowers.some((w) => OUTLETS.has(w)) && !lowers.some((w) => w === 'campaign') ? 'outlet' : 'role';
    const single = words.filter((w) => w.tag !== 'PUNCT');
    if (kind === 'role' && single.length === 1 && isGivenName(single[0] as Word))
      return { kind: 'person', name: (single[0] as Word).text, spans };
    const full = this.text.slice((words[0] as Word).start, (words.at(-1) as Word).end).replace(/\s+/g, ' ');
    const short = properName(words, full);
    const name = short === null ? null : (this.bodies.inFull(short) ?? short);
    return name === null
      ? { kind, role: phrase, spans }
      : { kind, name, ...(name === phrase ? {} : { role: phrase }), spans };
  }

  /** "the ministry", "the article": a body or an outlet that was a source before. */
  private again(lowers: string[], spans: Claimant['spans']): Claimant | null {
    const head = lowers.at(-1) as string;
    if (lowers.length > 3 || !['the', 'this', 'that'].includes(lowers[0] ?? '')) return null;
    for (const known of this.groups.toReversed()) {
      const called = `${known.name ?? ''} ${known.role ?? ''}`.toLowerCase().split(/[^\p{L}-]+/u);
      const same = called.includes(head) || (POLLS.has(head) && called.some((word) => POLLS.has(word)));
      if (known.name !== undefined && (same || (known.kind === 'outlet' && PRINTED.has(head))))
        return { ...known, spans };
    }
    const body = this.bodies.called(head);
    if (body !== undefined)
      return {
        kind: OUTLETS.has(head) ? 'outlet' : 'role',
        name: body,
        role: this.text.slice(spans[0]?.start, spans[0]?.end),
        spans,
      };
    const outlet = this.printed.get(head) ?? (PRINTED.has(head) ? this.outlet : undefined);
    return outlet === undefined ? null : { kind: 'outlet', name: outlet, spans };
  }

  /** "an interview that the party's leader Ann Hall gave, in which she called for ...": who gave it stands nearest before. */
  private giver(reading: Reading, at: number): Person | null {
    const before = reading.words.filter((w) => w.end <= at);
    if (
      before.length < 6 ||
      before
        .slice(-2)
        .map((w) => w.lower)
        .join(' ') !== 'in which'
    )
      return null;
    return (
      runsOf(before)
        .map((run) => this.personOf(run))
        .findLast((person) => person !== null && person.name.includes(' ')) ?? null
    );
  }

  /** "Talibs" right after unnamed "representatives of the Taliban": the people whose speakers had the word. */
  private people(lowers: string[], spans: Claimant['spans']): Claimant | null {
    const group = this.now.group;
    const word = lowers.at(-1) as string;
    if (group?.kind !== 'anonymous' || lowers.length > 2 || word.length < STEM || !word.endsWith('s')) return null;
    const same = (group.role ?? '').toLowerCase().split(/[^\p{L}]+/u);
    return same.some((other) => other.slice(0, STEM) === word.slice(0, STEM)) ? { ...group, spans } : null;
  }

  private pronoun(word: string, spans: Claimant['spans']): Claimant {
    const woman = word === 'she' || word === 'her';
    const person = woman
      ? (this.now.woman ?? this.now.person)
      : this.now.person?.female
        ? (this.now.man ?? this.now.person)
        : this.now.person;
    if (person === undefined)
      return this.now.source === undefined ? { kind: 'unsourced', spans } : { ...this.now.source, spans };
    if (woman && !person.male) {
      person.female = true;
      this.now.woman = person;
    }
    return { kind: 'person', name: person.name, ...(person.role === undefined ? {} : { role: person.role }), spans };
  }

  private remember(person: Person, role: string | null): void {
    this.now.person = person;
    if (person.female) this.now.woman = person;
    else this.now.man = person;
    if (role !== null)
      for (const word of role.toLowerCase().split(/[^\p{L}-]+/u))
        if (ROLES.has(word)) this.roles.set(word, person.name);
  }

  /** The person a phrase is about: a name that ends it or stands before a comma or bracket; else the first that owns nothing. */
  private person(words: Word[]): Person | null {
    let first: Person | null = null;
    for (const found of runsOf(words)) {
      const run = afterPlace(words, found);
      if (owns(words, personIn(run) ?? run)) continue;
      const person = this.personOf(run);
      if (person === null) continue;
      const next = words[words.indexOf(run.at(-1) as Word) + 1];
      if (next === undefined || next.tag === 'PUNCT' || next.lower === 'and') return person;
      if (next.tag !== 'NOUN') first ??= person;
    }
    return first;
  }

  private personOf(run: Word[]): Person | null {
    const person = personIn(run);
    if (person === null) return null;
    const full = joined(person);
    const exact = this.names.people.get(full);
    const surname = (person.at(-1) as Word).lower;
    const bySurname = this.names.bySurname.get(surname);
    if (bySurname !== undefined && (person.length === 1 || agrees(full, bySurname.name))) return bySurname;
    if (bySurname !== undefined && full.endsWith(` ${bySurname.name}`)) return bySurname;
    if (exact !== undefined) return exact;
    if (person.length === 1) return bySurname ?? null;
    const made = { name: full, surname: (person.at(-1) as Word).text, female: false, male: false, mentions: 1 };
    this.names.people.set(full, made);
    this.names.bySurname.set(surname, made);
    return made;
  }

  /** "the Deputy Minister", "the senator": the last person introduced with that word. */
  private byRole(lowers: string[]): Person | null {
    if (lowers.length > 6 || !['the', 'his', 'her', 'this', 'that'].includes(lowers[0] ?? '')) return null;
    const head = lowers.at(-1) as string;
    const name = this.roles.get(SHORT[head] ?? head);
    return name === undefined ? null : (this.names.people.get(name) ?? null);
  }
}

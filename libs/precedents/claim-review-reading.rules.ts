import type { ReadReview } from './precedents.types.js';

/** What is wrong with a record, and where in the file. */
export interface Fault {
  pointer: string;
  code: 'not-an-object' | 'not-a-claim-review' | 'missing' | 'invalid' | 'too-long' | 'not-json';
  detail: string;
}

export type Reading = { review: ReadReview } | { fault: Fault };

type Json = Record<string, unknown>;

const LONGEST_CLAIM = 5_000;
const LONGEST_ADDRESS = 2_048;
const MOST_APPEARANCES = 20;
const DEEPEST = 4;

/**
 * The ClaimReviews in one record (schema.org ClaimReview; items of a DataFeed or an ItemList, nodes of a graph), each read or refused. Other nodes
 * of a graph are passed over. `known`: nodes that were named before, by their @id, which a review may refer to; grows by those met here.
 */
export function reviewsIn(value: unknown, pointer: string, known: Map<string, Json>, depth = 0): Reading[] {
  if (Array.isArray(value) && depth < DEEPEST)
    return value.flatMap((one, i) => reviewsIn(one, `${pointer}/${i}`, known, depth + 1));
  if (!isObject(value)) return [{ fault: { pointer, code: 'not-an-object', detail: 'is not an object' } }];
  if (isA(value, 'ClaimReview')) return [readReview(value, pointer, known)];
  for (const member of ['item', '@graph', 'dataFeedElement', 'itemListElement'])
    if (value[member] !== undefined && depth < DEEPEST)
      return reviewsIn(value[member], `${pointer}/${member}`, known, depth + 1);
  const inGraph = pointer.includes('/@graph/');
  if (inGraph && typeof value['@id'] === 'string' && known.size < 1_000) known.set(value['@id'], value);
  if (inGraph && value['@type'] !== undefined) return [];
  const detail =
    value['@type'] === undefined
      ? 'has no @type'
      : `is of type ${words(value['@type'])?.slice(0, 60) ?? '?'}, not ClaimReview`;
  return [{ fault: { pointer, code: 'not-a-claim-review', detail } }];
}

function readReview(node: Json, pointer: string, known: ReadonlyMap<string, Json>): Reading {
  const fault = (at: string, code: Fault['code'], detail: string): Reading => ({
    fault: { pointer: `${pointer}${at}`, code, detail },
  });
  const given = words(node['url']) ?? words(node['mainEntityOfPage']) ?? words(node['@id']);
  if (given === undefined) return fault('/url', 'missing', 'names no page');
  const url = address(given);
  if (url === undefined) return fault('/url', 'invalid', 'is not an http(s) address');
  const item = resolved(first(node['itemReviewed']), known);
  const claimReviewed = words(node['claimReviewed']) ?? words(item['text']);
  if (claimReviewed === undefined) return fault('/claimReviewed', 'missing', 'says no claim');
  if (claimReviewed.length > LONGEST_CLAIM)
    return fault('/claimReviewed', 'too-long', `is longer than ${LONGEST_CLAIM} units`);
  const author = authorOf(node, known);
  if (author === undefined) return fault('/author', 'missing', 'names nobody who reviewed it');
  const rating = ratingOf(resolved(first(node['reviewRating']), known));
  if (rating.name === null && rating.value === null)
    return fault('/reviewRating', 'missing', 'has neither a name nor a number');
  const claimant = resolved(first(item['author']), known);
  return {
    review: {
      ...{ url, claimReviewed, rating },
      author: author.name,
      authorUrl: author.url,
      title: short(words(node['headline']) ?? words(node['name'])),
      claimant: short(words(claimant['name']) ?? words(item['author'])),
      language: languageOf(node['inLanguage']),
      publishedAt: timeOf(words(node['datePublished'])),
      appearances: placesOf(item),
    },
  };
}

function authorOf(node: Json, known: ReadonlyMap<string, Json>): { name: string; url: string | null } | undefined {
  for (const member of ['author', 'publisher', 'creator']) {
    const given = first(node[member]);
    const who = resolved(given, known);
    const url = address(words(who['url']) ?? words(who['@id']) ?? '') ?? null;
    const name = words(who['name']) ?? (typeof given === 'string' ? words(given) : undefined);
    const called = short(name ?? (url === null ? undefined : new URL(url).hostname));
    if (called !== null) return { name: called, url };
  }
  return undefined;
}

function ratingOf(node: Json): ReadReview['rating'] {
  const name = short(words(node['alternateName']) ?? words(node['name']));
  return {
    name,
    value: number(node['ratingValue']),
    best: number(node['bestRating']),
    worst: number(node['worstRating']),
  };
}

function placesOf(item: Json): string[] {
  const places = [item['firstAppearance'], item['appearance'], item['url'], item['sameAs']].flat();
  const urls = places.flatMap(
    (place) => address(words(isObject(place) ? (place['url'] ?? place['@id']) : place) ?? '') ?? [],
  );
  return [...new Set(urls)].slice(0, MOST_APPEARANCES);
}

function languageOf(given: unknown): string | null {
  const tag = words(isObject(given) ? (given['alternateName'] ?? given['name']) : given);
  return tag !== undefined && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) ? tag : null;
}

function timeOf(given: string | undefined): string | null {
  if (given === undefined || !/^\d{4}/.test(given)) return null;
  const at = new Date(given);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9_999 || at.getUTCFullYear() < 1 ? null : at.toISOString();
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isA(node: Json, type: string): boolean {
  const types = [node['@type']].flat();
  return types.some(
    (one) => typeof one === 'string' && one.replace(/^(https?:\/\/schema\.org\/|schema:)/, '') === type,
  );
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** A node that is only named stands for what was said of it before. */
function resolved(value: unknown, known: ReadonlyMap<string, Json>): Json {
  if (!isObject(value)) return {};
  const id = value['@id'];
  return typeof id === 'string' && Object.keys(value).length === 1 ? (known.get(id) ?? value) : value;
}

/** A text of JSON-LD, plain or as a value with a language, without what PostgreSQL cannot keep. */
function words(value: unknown): string | undefined {
  const given = first(value);
  const text = isObject(given) ? (given['@value'] ?? given['@id']) : given;
  if (typeof text !== 'string') return undefined;
  const clean = text.toWellFormed().replaceAll('\0', '').trim();
  return clean === '' ? undefined : clean;
}

function short(text: string | undefined): string | null {
  return text === undefined ? null : text.slice(0, 500).toWellFormed();
}

function number(value: unknown): number | null {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(',', '.')) : value;
  return typeof given === 'number' && Number.isFinite(given) ? given : null;
}

function address(text: string): string | undefined {
  return text.length <= LONGEST_ADDRESS && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

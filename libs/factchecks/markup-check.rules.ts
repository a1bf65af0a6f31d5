import type { MarkupFault } from './factchecks.types.js';

/** Codes of `markupFaults`; stable. */
export const markupCodes = [
  'markup.wrong-type',
  'markup.missing',
  'markup.not-an-address',
  'markup.not-a-date',
  'markup.dates-reversed',
  'markup.not-a-language',
  'markup.not-a-number',
  'markup.scale-reversed',
  'markup.outside-scale',
  'markup.place-unknown',
] as const;
type Code = (typeof markupCodes)[number];

type Obj = Record<string, unknown>;
const isObj = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const words = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\/[^\s<>"]+$/i.test(value) && URL.canParse(value);
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;
const isDate = (value: unknown): value is string =>
  typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value));
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

class Check {
  readonly faults: MarkupFault[] = [];

  no(code: Code, pointer: string, detail: string): void {
    this.faults.push({ code, pointer, detail });
  }

  words(node: Obj, name: string, at: string, meaning: string): void {
    if (!words(node[name])) this.no('markup.missing', `${at}/${name}`, `${meaning} is missing.`);
  }

  date(node: Obj, name: string, at: string, needed: boolean): void {
    const value = node[name];
    if (value === undefined) {
      if (needed) this.no('markup.missing', `${at}/${name}`, 'The date is missing.');
    } else if (!isDate(value)) this.no('markup.not-a-date', `${at}/${name}`, 'This is not an ISO 8601 date.');
  }

  url(value: unknown, pointer: string): void {
    if (!isUrl(value)) this.no('markup.not-an-address', pointer, 'This is not an http(s) address.');
  }

  type(node: Obj, types: readonly string[], at: string): void {
    if (!list(node['@type']).some((type) => types.includes(String(type))))
      this.no('markup.wrong-type', `${at}/@type`, `The type is not one of ${types.join(', ')}.`);
  }

  object(node: Obj, name: string, at: string, meaning: string): Obj | undefined {
    const value = node[name];
    if (isObj(value)) return value;
    this.no('markup.missing', `${at}/${name}`, `${meaning} is missing.`);
    return undefined;
  }
}

/**
 * What keeps a ClaimReview from being understood by those who read it (Google's and schema.org's requirements, and the
 * newsroom's own: who said it, and where). Empty when it may go out.
 */
export function markupFaults(markup: unknown): MarkupFault[] {
  const check = new Check();
  if (!isObj(markup)) {
    check.no('markup.wrong-type', '', 'The markup is not an object.');
    return check.faults;
  }
  check.type(markup, ['ClaimReview'], '');
  check.words(markup, 'claimReviewed', '', 'The claim');
  check.url(markup['url'], '/url');
  check.date(markup, 'datePublished', '', true);
  check.date(markup, 'dateModified', '', false);
  if (isDate(markup['datePublished']) && isDate(markup['dateModified'])) {
    if (Date.parse(markup['dateModified']) < Date.parse(markup['datePublished']))
      check.no('markup.dates-reversed', '/dateModified', 'It was changed before it was published.');
  }
  if (markup['inLanguage'] !== undefined && !LANGUAGE.test(String(markup['inLanguage'])))
    check.no('markup.not-a-language', '/inLanguage', 'This is not a BCP 47 language tag.');
  organisation(check, markup);
  item(check, markup);
  rating(check, markup);
  corrections(check, markup);
  return check.faults;
}

function organisation(check: Check, markup: Obj): void {
  const author = check.object(markup, 'author', '', 'Who publishes the fact-check');
  if (!author) return;
  check.type(author, ['Organization', 'NewsMediaOrganization', 'Person'], '/author');
  check.words(author, 'name', '/author', 'The name of who publishes the fact-check');
  if (author['url'] !== undefined) check.url(author['url'], '/author/url');
}

function item(check: Check, markup: Obj): void {
  const claim = check.object(markup, 'itemReviewed', '', 'The claim that is reviewed');
  if (!claim) return;
  check.type(claim, ['Claim'], '/itemReviewed');
  check.date(claim, 'datePublished', '/itemReviewed', false);
  const author = check.object(claim, 'author', '/itemReviewed', 'Who made the claim');
  if (author) {
    check.type(author, ['Person', 'Organization'], '/itemReviewed/author');
    check.words(author, 'name', '/itemReviewed/author', 'Who made the claim');
  }
  const places = list(claim['appearance']);
  if (places.length === 0)
    check.no('markup.missing', '/itemReviewed/appearance', 'Where the claim was made is missing: add an appearance.');
  places.forEach((place, i) => appearance(check, place, `/itemReviewed/appearance/${i}`));
}

function appearance(check: Check, place: unknown, at: string): void {
  if (!isObj(place)) return check.no('markup.wrong-type', at, 'An appearance is an object.');
  if (place['url'] !== undefined) check.url(place['url'], `${at}/url`);
  else if (!words(place['headline']) && !words(place['name']))
    check.no('markup.place-unknown', at, 'This appearance has neither an address nor a title.');
  check.date(place, 'datePublished', at, false);
}

function rating(check: Check, markup: Obj): void {
  const node = check.object(markup, 'reviewRating', '', 'The rating');
  if (!node) return;
  check.type(node, ['Rating'], '/reviewRating');
  check.words(node, 'alternateName', '/reviewRating', 'The name of the rating');
  const [value, best, worst] = ['ratingValue', 'bestRating', 'worstRating'].map((name) => {
    const number = node[name];
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    check.no(
      number === undefined ? 'markup.missing' : 'markup.not-a-number',
      `/reviewRating/${name}`,
      'A number is needed.',
    );
    return undefined;
  });
  if (best === undefined || worst === undefined) return;
  if (worst >= best)
    check.no('markup.scale-reversed', '/reviewRating/worstRating', 'The worst rating is not below the best.');
  else if (value !== undefined && (value < worst || value > best))
    check.no('markup.outside-scale', '/reviewRating/ratingValue', 'The rating lies outside its scale.');
}

function corrections(check: Check, markup: Obj): void {
  list(markup['correction']).forEach((entry, i) => {
    const at = `/correction/${i}`;
    if (!isObj(entry)) return check.no('markup.wrong-type', at, 'A correction is an object.');
    check.type(entry, ['CorrectionComment'], at);
    check.words(entry, 'text', at, 'The notice of the correction');
    check.date(entry, 'datePublished', at, true);
  });
}

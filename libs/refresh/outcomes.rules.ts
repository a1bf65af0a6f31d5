import type { EgressFailure, EgressHop } from '#egress';
import type { QuoteState } from './anchors.rules.js';
import { likeness } from './likeness.rules.js';

/** What going back to a source came to: a closed set. `first_capture`: there was nothing to compare with. */
export const OUTCOMES = [
  'first_capture',
  'unchanged_304',
  'unchanged_same_bytes',
  'unchanged_same_text',
  'changed_cosmetic',
  'changed_quote_intact',
  'changed_quote_altered',
  'quote_missing',
  'moved_permanent',
  'redirected_elsewhere',
  'redirect_to_root',
  'gone_410',
  'not_found_404',
  'soft_404',
  'blocked',
  'server_error',
  'dns_error',
  'tls_error',
  'timeout',
  'too_large',
  'unsupported_type',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The same in the words of the desk. */
export const FINDINGS = [
  'captured',
  'unchanged',
  'changed, quote intact',
  'quote altered',
  'quote missing',
  'moved',
  'blocked',
  'gone',
  'unreachable',
  'unreadable',
] as const;
export type Finding = (typeof FINDINGS)[number];

interface Meaning {
  finding: Finding;
  /** `alive` resets the strikes; `failing` is one; `neither` leaves them. */
  life: 'alive' | 'failing' | 'neither';
  /** Whether what came back is worth keeping as a capture. */
  capture: boolean;
}

const mean = (finding: Finding, life: Meaning['life'], capture: boolean): Meaning => ({ finding, life, capture });

export const MEANING: Readonly<Record<Outcome, Meaning>> = {
  first_capture: mean('captured', 'alive', true),
  unchanged_304: mean('unchanged', 'alive', false),
  unchanged_same_bytes: mean('unchanged', 'alive', false),
  unchanged_same_text: mean('unchanged', 'alive', false),
  changed_cosmetic: mean('changed, quote intact', 'alive', true),
  changed_quote_intact: mean('changed, quote intact', 'alive', true),
  changed_quote_altered: mean('quote altered', 'alive', true),
  quote_missing: mean('quote missing', 'alive', true),
  moved_permanent: mean('moved', 'alive', true),
  redirected_elsewhere: mean('moved', 'failing', false),
  redirect_to_root: mean('gone', 'failing', false),
  gone_410: mean('gone', 'failing', false),
  not_found_404: mean('gone', 'failing', false),
  soft_404: mean('gone', 'failing', false),
  blocked: mean('blocked', 'neither', false),
  server_error: mean('unreachable', 'failing', false),
  dns_error: mean('unreachable', 'failing', false),
  tls_error: mean('unreachable', 'failing', false),
  timeout: mean('unreachable', 'failing', false),
  too_large: mean('unreachable', 'neither', false),
  unsupported_type: mean('unreadable', 'alive', true),
};

/** What the last capture knows, and its baseline address: where the cited page was when it was captured. */
export interface KnownPage {
  bodySha256: string;
  textSha256: string;
  text: string;
  title: string | null;
  finalUrl: string;
  extractorVersion: string;
}

export interface FetchedPage {
  text: string;
  textSha256: string;
  title: string | null;
  extractorVersion: string;
}

export type Fetched =
  | { kind: 'failed'; failure: EgressFailure }
  | {
      kind: 'answered';
      status: number;
      headers: Readonly<Record<string, string>>;
      hops: readonly EgressHop[];
      finalUrl: string;
      bodySha256: string;
      /** Absent when the body is of no type that is read. */
      page?: FetchedPage;
    };

export interface Facts {
  url: string;
  known: KnownPage | null;
  fetched: Fetched;
  /** How the passages that are cited and were there before stand in what was fetched. */
  quotes: readonly QuoteState[];
  /** Likeness of the page to what the site answers for an address that cannot exist; null when not probed or honestly refused. */
  probeLikeness?: number | null;
}

type Answered = Extract<Fetched, { kind: 'answered' }>;

const FAILURES: Readonly<Record<EgressFailure, Outcome>> = {
  'blocked-address': 'blocked',
  'bad-url': 'blocked',
  dns: 'dns_error',
  connect: 'server_error',
  tls: 'tls_error',
  timeout: 'timeout',
  'too-large': 'too_large',
  'too-many-redirects': 'server_error',
  'redirect-loop': 'server_error',
  reset: 'server_error',
  protocol: 'server_error',
};

/** Asked to pay, to log in, to prove that one is human, or to come back later: the page may well be there. */
const BLOCKED_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 407, 412, 428, 429, 440, 449, 451]);
const WALL_TITLE =
  /just a moment|attention required|access denied|verify (that )?you are (a )?human|are you a robot|captcha|security check|pardon our interruption/i;
const WALL_LENGTH = 3_000;
const LOST_PATH = /(^|[/_-])(404|not-?found|page-?not-?found|error(-?page)?|nicht-gefunden|introuvable)([/._-]|$)/i;
const LOGIN_PATH = /(^|\/)(log-?in|sign-?in|anmelden|connexion|account\/auth)([/.?]|$)/i;
const PROBE_ALIKE = 0.9;
const SMALL_CHANGE = 0.95;
const DROP = 0.4;

/** Decides what one check came to. Pure: the same facts give the same outcome. */
export function classify(facts: Facts): Outcome {
  const { fetched, known } = facts;
  if (fetched.kind === 'failed') return FAILURES[fetched.failure];
  if (fetched.status === 304) return known ? 'unchanged_304' : 'server_error';
  const refused = byStatus(fetched);
  if (refused) return refused;
  if (isWall(fetched) || (LOGIN_PATH.test(pathOf(fetched.finalUrl)) && !LOGIN_PATH.test(pathOf(facts.url))))
    return 'blocked';
  if (known && known.bodySha256 === fetched.bodySha256 && samePlace(known.finalUrl, fetched.finalUrl))
    return 'unchanged_same_bytes';
  if (isSoft404(facts, fetched)) return 'soft_404';
  if (toRoot(facts.url, fetched.finalUrl)) return 'redirect_to_root';
  if (!fetched.page) return 'unsupported_type';
  if (!known) return 'first_capture';
  return compared(facts, known, fetched, fetched.page);
}

function byStatus({ status }: Answered): Outcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (BLOCKED_STATUSES.has(status)) return 'blocked';
  if (status === 410) return 'gone_410';
  return status === 404 ? 'not_found_404' : 'server_error';
}

function compared({ quotes }: Facts, known: KnownPage, fetched: Answered, page: FetchedPage): Outcome {
  const lost = quotes.includes('missing');
  const altered = quotes.includes('altered');
  if (!samePlace(known.finalUrl, fetched.finalUrl)) {
    // The baseline is the citation's, not the new address's: a page that moved is no page seen for the first time.
    const same = page.textSha256 === known.textSha256 || likeness(known.text, page.text) >= SMALL_CHANGE;
    if (same && !lost && !altered && movedForGood(fetched.hops)) return 'moved_permanent';
    if (!same && !altered && (quotes.length === 0 || lost) && likeness(known.text, page.text) < DROP)
      return 'redirected_elsewhere';
  }
  if (page.textSha256 === known.textSha256) return 'unchanged_same_text';
  if (lost) return 'quote_missing';
  if (altered) return 'changed_quote_altered';
  return likeness(known.text, page.text) >= SMALL_CHANGE ? 'changed_cosmetic' : 'changed_quote_intact';
}

/**
 * Whether the site should be asked for an address that cannot exist, to see whether it answers everything alike
 * (Bar-Yossef et al., WWW 2004: a fifth of dead pages say 200).
 */
export function suspectsSoft404({ url, known, fetched, quotes }: Facts): boolean {
  if (fetched.kind === 'failed' || fetched.status < 200 || fetched.status >= 300 || !fetched.page) return false;
  if (known && known.bodySha256 === fetched.bodySha256) return false;
  if (LOST_PATH.test(pathOf(fetched.finalUrl)) && !LOST_PATH.test(pathOf(url))) return true;
  if (!samePlace(url, fetched.finalUrl) && depth(fetched.finalUrl) < depth(url)) return true;
  if (known && fetched.page.text.length < known.text.length * DROP) return true;
  return known !== null && quotes.includes('missing') && titleChanged(known, fetched.page);
}

function isSoft404(facts: Facts, fetched: Answered): boolean {
  if (facts.known && fetched.page?.textSha256 === facts.known.textSha256) return false;
  if (LOST_PATH.test(pathOf(fetched.finalUrl)) && !LOST_PATH.test(pathOf(facts.url))) return true;
  return (facts.probeLikeness ?? 0) >= PROBE_ALIKE;
}

function titleChanged(known: KnownPage, page: FetchedPage): boolean {
  return known.title !== null && likeness(known.title, page.title ?? '') < DROP;
}

/** A page that stands in front of the page: a challenge, a consent or a captcha. */
function isWall({ headers, page }: Answered): boolean {
  if (headers['cf-mitigated'] === 'challenge') return true;
  return page !== undefined && page.text.length < WALL_LENGTH && WALL_TITLE.test(page.title ?? '');
}

/** An unbroken chain of permanent redirects. Seen twice, it proposes a new address; a person accepts it. */
export function movedForGood(hops: readonly EgressHop[]): boolean {
  return hops.length > 1 && hops.slice(0, -1).every(({ status }) => status === 301 || status === 308);
}

/** The same page by its address, but for the scheme, a "www.", a closing slash and the fragment. */
export function samePlace(one: string, other: string): boolean {
  return place(one) === place(other);
}

function place(address: string): string {
  const url = new URL(address);
  return `${url.host.replace(/^www\./, '').replace(/:(80|443)$/, '')}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

function toRoot(from: string, to: string): boolean {
  return depth(from) > 0 && depth(to) === 0 && new URL(to).search === '';
}

function depth(address: string): number {
  return new URL(address).pathname.split('/').filter(Boolean).length;
}

function pathOf(address: string): string {
  return new URL(address).pathname;
}

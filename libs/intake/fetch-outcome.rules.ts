import { articleFailures, type ArticleFailure, type ArticleFailureCode } from '#articles';
import type { EgressFailure } from '#egress';

/** Tries of one fetch before the article has failed, and the seconds between them. */
export const FETCH_WAITS = [30, 300] as const;

const BY_FAILURE: Record<EgressFailure, ArticleFailureCode> = {
  'blocked-address': 'fetch.refused-address',
  'bad-url': 'fetch.refused-address',
  dns: 'fetch.unreachable',
  connect: 'fetch.unreachable',
  tls: 'fetch.unreachable',
  timeout: 'fetch.unreachable',
  reset: 'fetch.unreachable',
  'too-large': 'fetch.too-large',
  'too-many-redirects': 'fetch.bad-answer',
  'redirect-loop': 'fetch.bad-answer',
  protocol: 'fetch.bad-answer',
};

export interface FetchFailure extends ArticleFailure {
  /** It may be otherwise in a few minutes. */
  passing: boolean;
}

export function failureOf(code: ArticleFailureCode, detail?: string): ArticleFailure {
  return { code, detail: detail ? `${articleFailures[code]} (${detail})` : articleFailures[code] };
}

/** What an attempt that gave no answer means for the article. */
export function brokenFetch(failure: EgressFailure, message: string): FetchFailure {
  const code = BY_FAILURE[failure];
  return { ...failureOf(code, message), passing: code === 'fetch.unreachable' };
}

/** What an answer without a page means for the article; undefined: it is a page. */
export function refusedFetch(status: number): FetchFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  const passing = status >= 500 || status === 408 || status === 429;
  return { ...failureOf(codeOfStatus(status), String(status)), passing };
}

function codeOfStatus(status: number): ArticleFailureCode {
  if (status === 404 || status === 410) return 'fetch.not-found';
  if ([401, 402, 403, 407, 429, 451].includes(status)) return 'fetch.denied';
  return status >= 500 || status === 408 ? 'fetch.unreachable' : 'fetch.bad-answer';
}

/** Seconds until the next try after `attempts` tries; undefined: there is none. */
export function waitAfter(attempts: number): number | undefined {
  return FETCH_WAITS[attempts - 1];
}

export const articleStatuses = ['received', 'fetching', 'extracting', 'extracted', 'failed'] as const;
export type ArticleStatus = (typeof articleStatuses)[number];

export const articleKinds = ['text', 'html', 'url'] as const;
export type ArticleKind = (typeof articleKinds)[number];

/** Why an article could not be read, and what a person can do about it. Codes are stable. */
export const articleFailures = {
  'article.empty': 'There are no words in it.',
  'article.not-text': 'It is neither a page nor plain text.',
  'article.unreadable': 'The page costs more time or memory to read than is allowed.',
  'article.gave-up': 'Reading it broke off again and again.',
  'fetch.refused-address': 'The address does not lead to the public web.',
  'fetch.not-found': 'The site says that there is nothing at this address.',
  'fetch.denied': 'The site does not let machines read this page: send its HTML or text instead.',
  'fetch.unreachable': 'The site could not be reached.',
  'fetch.too-large': 'The page is too large.',
  'fetch.bad-answer': 'The site’s answer could not be used.',
} as const;

export type ArticleFailureCode = keyof typeof articleFailures;

export interface ArticleFailure {
  code: ArticleFailureCode;
  detail: string;
}

/** How the text came about. Offsets in UTF-16 code units. */
export interface ReadingFacts {
  /** `article`: reduced to its article; `full-text`, `plain`: the page’s whole text; `as-given`: sent as text. */
  mode: 'article' | 'full-text' | 'plain' | 'as-given';
  /** Version of the reader that made the text; null for text as given. */
  extractor: string | null;
  /** Where the search for claims stopped, in a text longer than one reading takes. */
  readTo: number | null;
  /** Claims that were found and left out, the least check-worthy, because one article brings no more than its limit. */
  claimsLeftOut: number;
  /** Who looked for claims; absent in what was read before outside models could. */
  found?: ClaimsFound;
}

/** Which extractor found the claims, and what of an outside one's answer was not taken over. */
export interface ClaimsFound {
  by: 'built-in' | 'outside';
  /** The outside model's name, when one was asked. */
  model: string | null;
  /** Why the built-in extractor read although an outside one is configured. */
  fellBack: string | null;
  dropped: Record<string, number>;
}

export interface Article {
  id: string;
  version: number;
  status: ArticleStatus;
  kind: ArticleKind;
  title: string | null;
  url: string | null;
  author: string | null;
  publisher: string | null;
  publishedAt: Date | null;
  language: string | null;
  desk: string | null;
  externalRef: string | null;
  supersedes: string | null;
  sameAs: string | null;
  textSha256: Buffer | null;
  reading: ReadingFacts | null;
  claimCount: number;
  failure: ArticleFailure | null;
  createdAt: Date;
  createdBy: { kind: string; id: string | null; application: string | null };
}

export interface ArticleFacts {
  title?: string | null;
  url?: string | null;
  author?: string | null;
  publisher?: string | null;
  publishedAt?: Date | null;
  language?: string | null;
  desk?: string | null;
  externalRef?: string | null;
  supersedes?: string | null;
}

/** Exactly one of `text` and `html`, or neither and a `url` to fetch. */
export interface NewArticle extends ArticleFacts {
  text?: string;
  html?: string;
}

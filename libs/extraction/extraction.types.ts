/** A half-open range [start, end) of UTF-16 units of the text that was given; `text.slice(start, end)` is the passage. */
export interface Span {
  start: number;
  end: number;
}

export type BlockKind = 'headline' | 'byline' | 'caption' | 'body' | 'quote' | 'boilerplate';
export type ClaimantKind = 'person' | 'role' | 'outlet' | 'anonymous' | 'unsourced' | 'author';
export type AttributionKind = 'direct-quote' | 'reported-speech' | 'own-voice' | 'anonymous' | 'estimates';

export interface Block {
  kind: BlockKind;
  span: Span;
}

/** Who said it. `name` is the fullest form found anywhere in the document; `spans` are the words used here. */
export interface Claimant {
  kind: ClaimantKind;
  name?: string;
  role?: string;
  spans: Span[];
}

export interface Reason {
  code: string;
  text: string;
}

export interface ExtractedClaim {
  /** The slices of `spans`, joined by one space. */
  text: string;
  spans: Span[];
  sentence: Span;
  kind: 'factual' | 'prediction' | 'opinion';
  claimant: Claimant;
  /** Outlets that carried the words of somebody else. */
  reportedBy: string[];
  attribution: AttributionKind;
  stance: 'asserts' | 'denies' | 'reports';
  /** Index, in the same list, of the claim that this one denies. */
  denies?: number;
  cueSpan?: Span;
  /** What makes the claim stand alone; kept beside the words, which are never rewritten. `date` is ISO 8601, as exact as the text allows. */
  context: { before?: string; subject?: string; date?: string; place?: string };
  /** `score` in [0, 1], calibrated on ClaimBuster's expert labels; `reasons` for a person. */
  checkworthiness: { score: number; reasons: Reason[] };
  block: 'headline' | 'body' | 'quote' | 'caption';
}

/** One holding of words to a source, whether or not anything in it can be checked. */
export interface Attribution {
  source: Span[];
  cue: Span[];
  content: Span[];
}

export interface Extraction {
  /** ISO 639-1, or `und` where the text is too short or too mixed to tell. */
  language: string;
  blocks: Block[];
  sentences: Span[];
  claims: ExtractedClaim[];
  /** Where the reading stopped, when the text is longer than one reading takes (`MOST_UNITS`). */
  readTo?: number;
}

export interface ExtractOptions {
  /** The day relative dates ("last November") are counted from. */
  publishedAt?: Date;
  /** ISO 639-1; detected when absent. */
  language?: string;
  /** The headline, when it is kept apart from the text: read for names and context, never for claims. */
  title?: string;
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { ExtractOptions } from '#extraction';
import { Asking, type AskFailure } from './asking.service.js';
import { checked, type CheckedClaims, type Dropped } from './checked.rules.js';
import { ExtractReply, MOST_CLAIMS } from './contract.js';
import { count } from './figures.js';
import { AssistantUseStore, type Permit } from './use.store.js';

/** `claims`: at least one that stands in the text. Otherwise the built-in extractor reads the article, and `failure` says why. */
export type OutsideReading = { model: string; tokens: number; dropped: Dropped } & (
  { found: CheckedClaims } | { failure: AskFailure }
);

/** Longer texts are not sent: what they would cost is not what the limits say. UTF-16 units. */
const LONGEST_TEXT = 120_000;

/** Asks an outside model for the claims of an article: `reserve` in a unit of work, `read` outside of it, `settle` in the next. */
@Injectable()
export class OutsideExtractor {
  constructor(
    private readonly asking: Asking,
    private readonly use: AssistantUseStore,
  ) {}

  get isOn(): boolean {
    return this.asking.assistant('extract') !== undefined;
  }

  /** One request less for today. Undefined when none is left. */
  async reserve(tx: Tx): Promise<Permit | undefined> {
    const assistant = this.asking.assistant('extract');
    return assistant && this.use.reserve(tx, 'extract', assistant.daily);
  }

  /** Never throws for what the other side does; bounded by the time and size limits. `permit` undefined: the day's requests are used up. */
  async read(
    text: string,
    options: ExtractOptions,
    permit: Permit | undefined,
    signal?: AbortSignal,
  ): Promise<OutsideReading> {
    const assistant = this.asking.assistant('extract');
    if (!assistant) throw new Error('No outside extractor is configured.');
    const { model, maxTokens } = assistant;
    const nothing = (failure: AskFailure, dropped: Dropped = {}, tokens = 0): OutsideReading => ({
      model,
      tokens,
      dropped,
      failure,
    });
    if (!permit) return (count('extract', 'day-used-up'), nothing('day-used-up'));
    if (text.length > LONGEST_TEXT) return (count('extract', 'text-too-long'), nothing('text-too-long'));
    const { title = null, language = null, publishedAt } = options;
    const about = { text, title, language, publishedAt: publishedAt?.toISOString() ?? null };
    const question = { contract: 'corroborate.extract/1' as const, model, ...about, maxClaims: MOST_CLAIMS, maxTokens };
    const asked = await this.asking.ask('extract', assistant, question, signal);
    if ('failure' in asked) return nothing(asked.failure);
    const reply = ExtractReply.safeParse(asked.answer);
    if (!reply.success) return (count('extract', 'not-the-contract'), nothing('not-the-contract'));
    const tokens = reply.data.usage?.tokens ?? 0;
    const found = checked(reply.data.claims, text, options, model);
    for (const [why, times] of Object.entries(found.dropped)) count('extract', `dropped-${why}`, times);
    count('extract', found.claims.length === 0 ? 'nothing-usable' : 'answered');
    return found.claims.length === 0
      ? nothing('nothing-usable', found.dropped, tokens)
      : { model, tokens, dropped: found.dropped, found };
  }

  async settle(tx: Tx, permit: Permit, tokens: number): Promise<void> {
    await this.use.answered(tx, permit, tokens);
  }
}

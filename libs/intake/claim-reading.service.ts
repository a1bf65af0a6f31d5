import { Injectable } from '@nestjs/common';
import type { ClaimsFound } from '#articles';
import { OutsideExtractor, type Permit } from '#assistants';
import type { Tx } from '#database';
import type { ExtractOptions } from '#extraction';
import { ScoringStore, type KeptModel } from '#learning';
import { ExtractionThread } from './extraction-thread.js';
import { fromOutside, weighed, type ScoredExtraction } from './own-score.rules.js';

/** What is fetched from PostgreSQL before an article is read. */
export interface Prepared {
  /** The newsroom's scoring model in force; undefined: the built-in one. */
  model: KeptModel | undefined;
  /** Leave to ask the outside extractor, where one is configured. */
  permit: Permit | undefined;
}

export interface ClaimsRead {
  extraction: ScoredExtraction;
  found: ClaimsFound;
  /** To be settled in the unit of work that brings the claims in: what an outside model's answer cost. */
  tokens: number | undefined;
}

/** Finds the claims of a text, by the outside extractor where one is configured and of use, and scores them as the newsroom does. */
@Injectable()
export class ClaimReading {
  constructor(
    private readonly thread: ExtractionThread,
    private readonly scoring: ScoringStore,
    private readonly outside: OutsideExtractor,
  ) {}

  async prepare(tx: Tx): Promise<Prepared> {
    return { model: await this.scoring.inForce(tx), permit: await this.outside.reserve(tx) };
  }

  async read(
    text: string,
    options: ExtractOptions,
    { model, permit }: Prepared,
    signal?: AbortSignal,
  ): Promise<ClaimsRead> {
    if (!this.outside.isOn) return { ...(await this.builtIn(text, options, model)), tokens: undefined };
    const answer = await this.outside.read(text, options, permit, signal);
    if (signal?.aborted) throw new Error('the worker shuts down');
    const { dropped, tokens } = answer;
    if ('found' in answer) {
      const found = { by: 'outside' as const, model: answer.model, fellBack: null, dropped };
      return { extraction: fromOutside(answer.found, answer.model), found, tokens };
    }
    const read = await this.builtIn(text, options, model);
    const found = { ...read.found, model: answer.model, fellBack: answer.failure, dropped };
    return { extraction: read.extraction, found, tokens: tokens > 0 ? tokens : undefined };
  }

  async settle(tx: Tx, { permit }: Prepared, tokens: number | undefined): Promise<void> {
    if (permit && tokens !== undefined) await this.outside.settle(tx, permit, tokens);
  }

  private async builtIn(text: string, options: ExtractOptions, model: KeptModel | undefined) {
    const extraction = weighed(await this.thread.extract(text, options), model);
    return { extraction, found: { by: 'built-in' as const, model: null, fellBack: null, dropped: {} } };
  }
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { ExtractOptions } from '#extraction';
import { ScoringStore, type KeptModel } from '#learning';
import { ExtractionThread } from './extraction-thread.js';
import { weighed, type ScoredExtraction } from './own-score.rules.js';

/** What is fetched from PostgreSQL before an article is read. */
export interface Prepared {
  /** The newsroom's scoring model in force; undefined: the built-in one. */
  model: KeptModel | undefined;
}

/** Finds the claims of a text, and scores them as the newsroom does. */
@Injectable()
export class ClaimReading {
  constructor(
    private readonly thread: ExtractionThread,
    private readonly scoring: ScoringStore,
  ) {}

  async prepare(tx: Tx): Promise<Prepared> {
    return { model: await this.scoring.inForce(tx) };
  }

  async read(text: string, options: ExtractOptions, { model }: Prepared): Promise<ScoredExtraction> {
    return weighed(await this.thread.extract(text, options), model);
  }
}

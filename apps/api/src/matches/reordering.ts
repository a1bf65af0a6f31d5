import { Injectable } from '@nestjs/common';
import { Reranker } from '#assistants';
import { Database } from '#database';

/** What the outside model is shown, when there is one: it can lift what words alone put further down. */
const SHOWN = 30;

interface Found {
  sameWords: boolean;
  earlier: { text: string } | null;
  review: { claimReviewed: string } | null;
}

/** The order of an outside re-ranker, where one is configured and of use: asked between units of work, never in one. */
@Injectable()
export class Reordering {
  constructor(
    private readonly database: Database,
    private readonly reranker: Reranker,
  ) {}

  /** How many to look up when `limit` are wanted. */
  width(limit: number): number {
    return this.reranker.isOn ? Math.max(limit, SHOWN) : limit;
  }

  /** Equal words stay first, whatever the model says. `outsideScore` null: it was not asked, or was of no use. */
  async of<T extends Found>(
    newsroom: string,
    query: string,
    found: readonly T[],
  ): Promise<(T & { outsideScore: number | null })[]> {
    const scores = await this.scores(newsroom, query, found);
    const scored = found.map((one, index) => ({ ...one, outsideScore: scores?.get(String(index)) ?? null }));
    if (!scores) return scored;
    const first = (one: T & { outsideScore: number | null }): number => (one.sameWords ? 2 : (one.outsideScore ?? -1));
    return scored.sort((a, b) => first(b) - first(a));
  }

  private async scores(newsroom: string, query: string, found: readonly Found[]) {
    if (!this.reranker.isOn || found.length < 2) return undefined;
    const permit = await this.database.write(newsroom, (tx) => this.reranker.reserve(tx));
    const candidates = found.map(({ earlier, review }, index) => ({
      id: String(index),
      text: earlier?.text ?? review?.claimReviewed ?? '',
    }));
    return this.reranker.rerank(permit, query, candidates);
  }
}

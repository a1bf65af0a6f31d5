import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Asking } from './asking.service.js';
import { MOST_CANDIDATES, RerankReply } from './contract.js';
import { count } from './figures.js';
import { AssistantUseStore, type Permit } from './use.store.js';

export interface Candidate {
  id: string;
  text: string;
}

const LONGEST_TEXT = 2_000;

/** Asks an outside model to re-order candidates: `reserve` in a unit of work that may write, `rerank` outside of any. */
@Injectable()
export class Reranker {
  constructor(
    private readonly asking: Asking,
    private readonly use: AssistantUseStore,
  ) {}

  get isOn(): boolean {
    return this.asking.assistant('rerank') !== undefined;
  }

  /** One request less for today. Undefined: none is configured, or the day's are used up. */
  async reserve(tx: Tx): Promise<Permit | undefined> {
    const assistant = this.asking.assistant('rerank');
    return assistant && this.use.reserve(tx, 'rerank', assistant.daily);
  }

  /**
   * A score in 0..1 for each of the first fifty candidates, by their ids. Undefined when nothing usable came back in time: keep the
   * order that you have. Candidates go out under numbers, not under their ids.
   */
  async rerank(
    permit: Permit | undefined,
    query: string,
    candidates: readonly Candidate[],
    signal?: AbortSignal,
  ): Promise<Map<string, number> | undefined> {
    const assistant = this.asking.assistant('rerank');
    const sent = candidates.slice(0, MOST_CANDIDATES);
    if (!assistant || !permit || sent.length === 0) return undefined;
    const { model, maxTokens } = assistant;
    const cut = (text: string): string => text.slice(0, LONGEST_TEXT).toWellFormed();
    const numbered = sent.map(({ text }, index) => ({ id: String(index + 1), text: cut(text) }));
    const question = {
      contract: 'corroborate.rerank/1' as const,
      model,
      query: cut(query),
      candidates: numbered,
      maxTokens,
    };
    const asked = await this.asking.ask('rerank', assistant, question, signal);
    if ('failure' in asked) return undefined;
    const scores = scoresIn(asked.answer, sent);
    count('rerank', scores ? 'answered' : 'not-the-contract');
    return scores;
  }
}

/** Only an answer that scores every candidate, and each once, is one. */
function scoresIn(answer: unknown, sent: readonly Candidate[]): Map<string, number> | undefined {
  const reply = RerankReply.safeParse(answer);
  if (!reply.success) return undefined;
  const given = new Map<string, number>();
  for (const { id, score } of reply.data.scores) {
    if (given.has(String(id))) return undefined;
    given.set(String(id), Math.min(1, Math.max(0, score)));
  }
  const scores = new Map<string, number>();
  for (const [index, { id }] of sent.entries()) {
    const score = given.get(String(index + 1));
    if (score === undefined) return undefined;
    scores.set(id, score);
  }
  return scores;
}

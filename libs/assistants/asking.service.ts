import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress, EgressError, type EgressFailure } from '#egress';
import { chatAnswer, chatBody, parsed } from './chat.rules.js';
import { count } from './figures.js';
import type { Purpose } from './use.store.js';

/** Why an outside model was of no use this time; a closed set, shown on the article and counted in the metrics. */
export const askFailures = [
  'day-used-up',
  'text-too-long',
  'unreachable',
  'timeout',
  'redirected',
  'refused',
  'too-large',
  'not-the-contract',
  'nothing-usable',
] as const;
export type AskFailure = (typeof askFailures)[number];

/** An outside model as the environment names it. */
export interface Assistant {
  url: string;
  speaks: 'json' | 'chat';
  model: string;
  key: string;
  timeoutMs: number;
  maxTokens: number;
  daily: number;
}

type Question = Parameters<typeof chatBody>[0];
export type Asked = { answer: unknown } | { failure: AskFailure };

const MOST_BYTES = 1_000_000;
const BY_EGRESS: Partial<Record<EgressFailure, AskFailure>> = { timeout: 'timeout', 'too-large': 'too-large' };

/** One question to an outside model: one POST within its limits, no redirect, no second try. Outside any transaction. */
@Injectable()
export class Asking {
  constructor(
    private readonly egress: Egress,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Undefined: none is configured, which is how it is unless somebody changes that. */
  assistant(purpose: Purpose): Assistant | undefined {
    const c = this.config;
    const extractor = [c.extractorUrl, c.extractorSpeaks, c.extractorModel, c.extractorKey] as const;
    const reranker = [c.rerankerUrl, c.rerankerSpeaks, c.rerankerModel, c.rerankerKey] as const;
    const [url, speaks, model, key] = purpose === 'extract' ? extractor : reranker;
    const limits =
      purpose === 'extract'
        ? { timeoutMs: c.extractorTimeout, maxTokens: c.extractorMaxTokens, daily: c.extractorDaily }
        : { timeoutMs: c.rerankerTimeout, maxTokens: c.rerankerMaxTokens, daily: c.rerankerDaily };
    return url === '' ? undefined : { url, speaks, model, key, ...limits };
  }

  async ask(purpose: Purpose, assistant: Assistant, question: Question, signal?: AbortSignal): Promise<Asked> {
    const asked = await this.post(assistant, question, signal);
    if ('failure' in asked) count(purpose, asked.failure);
    return asked;
  }

  private async post(assistant: Assistant, question: Question, signal?: AbortSignal): Promise<Asked> {
    const { url, speaks, key, timeoutMs } = assistant;
    const body = JSON.stringify(speaks === 'chat' ? chatBody(question) : question);
    const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
    try {
      const limits = {
        totalMs: timeoutMs,
        headersMs: timeoutMs,
        maxWireBytes: MOST_BYTES,
        maxDecodedBytes: MOST_BYTES,
      };
      const request = { method: 'POST' as const, url, headers, body, accept: 'application/json', ...limits, signal };
      const reply = await this.egress.request(request);
      if (reply.status >= 300 && reply.status < 400) return { failure: 'redirected' };
      if (reply.status !== 200) return { failure: 'refused' };
      const given = parsed(reply.body.toString('utf8'));
      const answer = speaks === 'chat' ? chatAnswer(given) : given;
      return answer === undefined ? { failure: 'not-the-contract' } : { answer };
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      return { failure: BY_EGRESS[error.failure] ?? 'unreachable' };
    }
  }
}

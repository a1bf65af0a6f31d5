import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress, EgressError, type EgressFailure, retryAfterMs } from '#egress';
import type { ChatAnswer } from './answers.rules.js';
import type { Payload } from './message.rules.js';

const MOST_READ = 64 * 1024;
const MOST_LOOKED_AT = 2_000;
const BEFORE_ANYTHING: readonly EgressFailure[] = ['blocked-address', 'bad-url', 'dns', 'connect', 'tls'];

/** Puts one message on the wire. Never throws, never follows a redirect, never names the address. */
@Injectable()
export class Chat {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly egress: Egress,
  ) {}

  async post(url: string, payload: Payload): Promise<ChatAnswer> {
    try {
      const { status, headers, body } = await this.egress.request({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(payload),
        totalMs: this.config.webhookTimeout,
        maxWireBytes: MOST_READ,
        maxDecodedBytes: MOST_READ,
        followRedirects: 0,
      });
      const text = new TextDecoder().decode(body.subarray(0, MOST_LOOKED_AT));
      const wait = retryAfterMs(headers['retry-after'], Date.now());
      return { status, body: text, failure: null, neverBegan: false, retryAfterMs: wait };
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      const { failure, hops, details } = error;
      const neverBegan = BEFORE_ANYTHING.includes(failure) || details.code === 'UND_ERR_CONNECT_TIMEOUT';
      // Headers that came say what became of it, whatever happened to the rest of the answer.
      return { status: hops.at(-1)?.status ?? null, body: '', failure, neverBegan, retryAfterMs: null };
    }
  }
}

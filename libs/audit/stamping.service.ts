import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress } from '#egress';
import { TimestampRefused, timestampRequest, tokenIn } from './timestamp.rules.js';

/** Asks the time-stamping authority of `TSA_URL` (RFC 3161, over HTTP: 3.4). */
@Injectable()
export class Stamping {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly egress: Egress,
  ) {}

  /** Whether there is one to ask. */
  get isOn(): boolean {
    return this.config.tsaUrl !== '';
  }

  /** A token that was checked. Throws `TimestampRefused`, or the egress’s error. Call it outside transactions. */
  async stamp(sha256: Buffer, signal?: AbortSignal): Promise<{ tsa: string; token: Buffer; at: Date }> {
    const nonce = randomBytes(16);
    const { status, body } = await this.egress.request({
      method: 'POST',
      url: this.config.tsaUrl,
      headers: { 'content-type': 'application/timestamp-query' },
      accept: 'application/timestamp-reply',
      body: timestampRequest(sha256, nonce),
      totalMs: 20_000,
      maxDecodedBytes: 200_000,
      signal,
    });
    if (status !== 200) throw new TimestampRefused(`The authority answered with ${status}.`);
    const { token, stamp } = tokenIn(body, sha256, nonce);
    return { tsa: this.config.tsaUrl, token, at: stamp.at };
  }
}

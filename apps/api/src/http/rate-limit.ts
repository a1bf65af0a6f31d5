import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '#config';
import { problem } from '#problems';

const WINDOW_S = 60;

/** A fixed window for each token, in each api process; headers as in draft-ietf-httpapi-ratelimit-headers. */
@Injectable()
export class RateLimit {
  private readonly limiter: RateLimiterMemory;
  private readonly quota: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.quota = config.rateLimit;
    this.limiter = new RateLimiterMemory({ points: config.rateLimit, duration: WINDOW_S });
  }

  async take(key: string, reply: FastifyReply): Promise<void> {
    const state = await this.limiter.consume(key).catch((refused: unknown) => refused);
    if (!(state instanceof RateLimiterRes)) throw state;
    const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
    const headers = {
      'ratelimit-policy': `"default";q=${this.quota};w=${WINDOW_S}`,
      ratelimit: `"default";r=${state.remainingPoints};t=${seconds}`,
    };
    void reply.headers(headers);
    if (state.consumedPoints > this.quota)
      throw problem('request.too-many', { headers: { 'retry-after': String(seconds) } });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress, EgressError, type EgressReply, retryAfterMs } from '#egress';
import type { Letter } from './deliveries.service.js';
import { httpError, type Outcome } from './retry.rules.js';
import { webhookHeaders } from './signing.rules.js';

const MOST_SHOWN = 16 * 1024;
const MOST_READ = 1024 * 1024;

export interface Sent {
  headers: Record<string, string>;
  outcome: Outcome;
  /** The worker is shutting down: this was no attempt. */
  calledOff: boolean;
}

/** Puts one signed event on the wire. Never throws, never follows a redirect. */
@Injectable()
export class WebhookPost {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly egress: Egress,
  ) {}

  async send(letter: Letter, signal: AbortSignal): Promise<Sent> {
    const { eventId, body, secrets, traceparent, url } = letter;
    const timestamp = Math.floor(Date.now() / 1_000);
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      ...webhookHeaders({ id: eventId, timestamp, body }, secrets),
      ...(traceparent ? { traceparent } : {}),
    };
    const started = performance.now();
    try {
      const reply = await this.egress.request({
        method: 'POST',
        url,
        headers,
        body,
        totalMs: this.config.webhookTimeout,
        maxWireBytes: MOST_READ,
        maxDecodedBytes: MOST_READ,
        followRedirects: 0,
        signal,
      });
      return { headers, outcome: answered(reply, performance.now() - started), calledOff: false };
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      return { headers, outcome: failed(error, performance.now() - started), calledOff: signal.aborted };
    }
  }
}

function answered({ status, headers, body }: EgressReply, durationMs: number): Outcome {
  return {
    status,
    error: httpError(status),
    errorDetail: status >= 300 && status < 400 ? 'Redirects are not followed.' : null,
    retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
    durationMs: Math.round(durationMs),
    responseHeaders: headers,
    responseBody: shown(body),
  };
}

function failed({ failure, message, hops }: EgressError, durationMs: number): Outcome {
  return {
    status: hops.at(-1)?.status ?? null,
    error: failure,
    errorDetail: message,
    retryAfterMs: null,
    durationMs: Math.round(durationMs),
    responseHeaders: null,
    responseBody: null,
  };
}

/** The beginning of the answer as text that PostgreSQL takes. */
function shown(body: Buffer): string {
  return new TextDecoder().decode(body.subarray(0, MOST_SHOWN)).replaceAll('\u0000', '\ufffd');
}

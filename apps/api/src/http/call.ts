import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#problems';
import type { Actor } from '#newsroom';
import type { RouteSpec } from './route.js';

/** The token of an Authorization header (RFC 6750 2.1). */
export function bearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}

interface Inputs {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

/** One authenticated, permitted and parsed request. On public routes there is no actor. */
export class Call<I extends Inputs = Inputs> {
  readonly params: I['params'];
  readonly query: I['query'];
  readonly body: I['body'];

  constructor(
    readonly route: RouteSpec,
    readonly raw: FastifyRequest,
    readonly reply: FastifyReply,
    private readonly caller: Actor | undefined,
    inputs: Inputs,
  ) {
    this.params = inputs.params as I['params'];
    this.query = inputs.query as I['query'];
    this.body = inputs.body as I['body'];
  }

  get actor(): Actor {
    if (!this.caller) throw problem('auth.required');
    return this.caller;
  }

  /** As it was shown at the door: for what outlives the request, which has to ask again whether it still holds. */
  get token(): string {
    return bearer(this.raw.headers.authorization) ?? '';
  }

  get requestId(): string {
    return this.raw.id;
  }

  /** The version in If-Match: `"7"`, `"7.digest"`, or 7. 428 when it is missing. */
  get seenVersion(): number {
    const version = this.optionalSeenVersion;
    if (version === undefined) throw problem('version.required');
    return version;
  }

  get optionalSeenVersion(): number | undefined {
    const header = this.raw.headers['if-match'];
    if (header === undefined) return undefined;
    const match = /^(?:W\/)?"?(\d{1,9})(?:\.[\w-]+)?"?$/.exec(header.trim());
    if (!match) throw problem('version.stale', 'If-Match holds no version of this resource.');
    return Number(match[1]);
  }

  /** Keys that the cursor carries, when the caller gave one; bound to this route and its filters. */
  get after(): (string | number | null)[] | undefined {
    const { cursor } = (this.query ?? {}) as { cursor?: string };
    if (cursor === undefined) return undefined;
    try {
      const [filters, keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [
        string,
        (string | number | null)[],
      ];
      if (filters === this.filters && Array.isArray(keys)) return keys;
    } catch {
      // falls through to the refusal
    }
    throw problem('cursor.invalid', {
      errors: [{ pointer: '?cursor', code: 'cursor', detail: 'is not a cursor of this list with these filters' }],
    });
  }

  /** A cursor for the row with these keys. */
  cursor(keys: (string | number | Date | null)[]): string {
    return Buffer.from(JSON.stringify([this.filters, keys])).toString('base64url');
  }

  get limit(): number {
    return ((this.query ?? {}) as { limit?: number }).limit ?? 50;
  }

  private get filters(): string {
    const rest: Record<string, unknown> = { ...(this.query as object) };
    delete rest['cursor'];
    delete rest['limit'];
    return `${this.route.id}?${JSON.stringify(Object.entries(rest).sort())}`;
  }
}

export type CallingRequest = FastifyRequest & { call?: Call };

/** The handler's one parameter. */
export const Calling = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<CallingRequest>().call;
});

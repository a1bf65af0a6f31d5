import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, Authenticator } from '#newsroom';
import { problem, type ProblemCode } from '#problems';
import { bearer, Call, type CallingRequest } from './call.js';
import { RateLimit } from './rate-limit.js';
import { ROUTE, type RouteSpec } from './route.js';
import { assertStorable, parsed } from './validation.js';

/** The door of every route: who is asking, may they, and does the request fit. In this order. */
@Injectable()
export class CallGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = Reflect.getMetadata(ROUTE, context.getHandler()) as RouteSpec | undefined;
    if (!route) throw problem('request.unknown-route');
    const http = context.switchToHttp();
    assertAcceptable(route, http.getRequest<FastifyRequest>().headers.accept);
    const request = http.getRequest<CallingRequest>();
    const reply = http.getResponse<FastifyReply>();
    const actor = route.permission === 'public' ? undefined : await this.identify(request, reply);
    if (actor) permit(actor, route);
    request.call = new Call(route, request, reply, actor, inputs(route, request));
    return true;
  }

  private async identify(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
    const token = bearer(request.headers.authorization);
    if (!token) {
      throw problem('auth.required', {
        detail: 'Send Authorization: Bearer <token>.',
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    let actor: Actor;
    try {
      actor = await this.authenticator.authenticate(token);
    } catch (error) {
      await this.limits.take(`address:${request.ip}`, reply);
      throw error;
    }
    await this.limits.take(actor.tokenId, reply);
    const traceparent = request.headers['traceparent'];
    return {
      ...actor,
      requestId: request.id,
      traceparent: typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined,
    };
  }
}

/** A JSON route refuses a client that says that it takes no JSON (RFC 9110 12.5.1). */
function assertAcceptable(route: RouteSpec, accept: string | undefined): void {
  if (!accept || route.alsoAs || Object.values(route.replies).some((reply) => typeof reply === 'string')) return;
  const ranges = accept.split(',').map((range) => range.trim().toLowerCase());
  const taken = ranges.some(
    (range) =>
      /^(\*\/\*|application\/(\*|json|problem\+json))\s*(;|$)/.test(range) && !/;\s*q=0(\.0*)?\s*(;|$)/.test(range),
  );
  if (!taken) throw problem('request.not-acceptable', { detail: 'This address answers in application/json.' });
}

/** W3C Trace Context, version 00. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

function permit(actor: Actor, { permission }: RouteSpec): void {
  if (permission === 'anyone' || permission === 'public' || actor.permissions.has(permission)) return;
  throw problem('permission.missing', { detail: `This needs the permission ${permission}.`, extra: { permission } });
}

function inputs(route: RouteSpec, request: FastifyRequest): { params?: unknown; query?: unknown; body?: unknown } {
  const multipart = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
  if (multipart !== Boolean(route.upload) && request.headers['content-type'])
    throw problem('request.unsupported-media-type');
  assertStorable(request.params, 'params');
  assertStorable(request.query, 'query');
  const notFound = route.problems?.find((code): code is ProblemCode => code.endsWith('.not-found'));
  const params = parsed(route.params, request.params, 'params', notFound ?? 'request.invalid');
  const query = parsed(route.query, request.query, 'query');
  if (route.upload) return { params, query };
  assertStorable(request.body, 'body');
  const body = request.body === undefined && route.bodyOptional ? {} : request.body;
  return { params, query, body: route.body || body !== undefined ? parsed(route.body, body, 'body') : undefined };
}

import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '#config';
import { Problem, problem, type ProblemCode } from '#problems';
import { pageHeaders, refusalPage } from '#publishing';
import { allowedMethods } from './allowed-methods.js';

/** Renders every refusal and every surprise as `application/problem+json` (RFC 9457); for a reader's browser, as a page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = asProblem(error, request);
    if (known.status >= 500 && known.code !== 'server.unavailable')
      this.logger.error(`${request.id} ${request.method} ${request.url}`, stackOf(known.cause ?? error));
    if (reply.sent) return;
    const { publicBaseUrl } = this.config;
    const { kind, body } = wantsPage(request)
      ? {
          kind: { 'content-type': 'text/html; charset=utf-8', ...pageHeaders() },
          body: refusalPage(publicBaseUrl, known),
        }
      : {
          kind: { 'content-type': 'application/problem+json; charset=utf-8' },
          body: JSON.stringify(rendered(known, publicBaseUrl, request)),
        };
    void reply
      .status(known.status)
      .headers({ ...kind, 'cache-control': 'no-store', ...known.headers })
      .send(body);
  }
}

/** Browsers name `text/html` when they open an address; programs at the API's own addresses get problems whatever they name. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/v1/') && /\btext\/html\b/i.test(headers.accept ?? '');
}

/** The members of RFC 9457, ours after them. */
export function rendered(known: Problem, base: string, request: { url: string; id: string }): Record<string, unknown> {
  return {
    type: `${base}/problems/${known.code}`,
    title: known.title,
    status: known.status,
    detail: known.detail,
    instance: request.url.split('?', 1)[0],
    code: known.code,
    requestId: request.id,
    errors: known.errors,
    ...known.extra,
  };
}

const BY_FASTIFY: Record<string, ProblemCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too-large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed-json',
  FST_ERR_BAD_URL: 'request.bad-url',
  FST_ERR_ASYNC_CONSTRAINT: 'request.bad-url',
};

function asProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  if (error instanceof HttpException && error.getStatus() === 404) return notFound(request);
  if (code && BY_FASTIFY[code]) return problem(BY_FASTIFY[code]);
  if (error instanceof SyntaxError && statusCode === 400) return problem('request.malformed-json', error.message);
  if (code === '22P05' || code === '22021')
    return problem('request.invalid', 'The text holds characters that cannot be stored.');
  if (code === '22P02' || code === '22003' || code === '22008')
    return problem('request.invalid', 'A value lies outside what can be stored.');
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === 413) return problem('request.too-large');
  if (status === 415) return problem('request.unsupported-media-type');
  if (status === 408) return problem('request.timeout');
  if (status && status >= 400 && status < 500) return problem('request.invalid', (error as Error).message);
  return problem('server.error', { cause: error });
}

function notFound(request: FastifyRequest): Problem {
  const allowed = allowedMethods(request.url);
  if (allowed.length === 0) return problem('request.unknown-route');
  return problem('request.method-not-allowed', {
    detail: `This address takes ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { isUtf8 } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { Config } from '#config';
import { problem, type ProblemCode } from '#problems';
import { rendered } from './problem.filter.js';

/** What Node's parser refuses before there is a request. */
const BY_PARSER: Record<string, ProblemCode> = {
  HPE_INVALID_METHOD: 'request.method-unknown',
  HPE_INVALID_URL: 'request.bad-url',
  HPE_HEADER_OVERFLOW: 'request.headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};
const REQUEST_ID = /^[\w.-]{1,128}$/;

/** Fastify, set up so that nothing leaves it that is not in the contract. */
export function makeAdapter(config: Config): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: config.maxArticleBytes,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
    },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
      if (!socket.writable) return;
      const refused = problem(BY_PARSER[error.code ?? ''] ?? 'request.malformed');
      const body = JSON.stringify(rendered(refused, config.publicBaseUrl, { url: '/', id: uuidv7() }));
      socket.end(
        `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const refused = problem('request.bad-url');
      void reply
        .status(refused.status)
        .headers({ 'content-type': 'application/problem+json; charset=utf-8', 'x-request-id': request.id })
        .send(JSON.stringify(rendered(refused, config.publicBaseUrl, { url: '/', id: request.id })));
    },
  });
  prepare(adapter.getInstance() as unknown as FastifyInstance);
  return adapter;
}

function prepare(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const json = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    // Decoded all the same, other bytes would become replacement characters in somebody's words (RFC 8259, section 8.1).
    else if (!isUtf8(body)) done(problem('request.malformed-json', { detail: 'JSON is sent as UTF-8; this is not.' }));
    else
      void json(request, body.toString('utf8'), (error, value) =>
        error ? done(problem('request.malformed-json', { detail: error.message })) : done(null, value),
      );
  });
  // What mail programs and the page behind their link send (RFC 8058): the address says all.
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, _body, done) =>
    request.url.startsWith('/public/unsubscribe/')
      ? done(null, undefined)
      : done(problem('request.unsupported-media-type'), undefined),
  );
  // An upload is streamed: the route reads it from the socket.
  fastify.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, undefined));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-cache',
    });
    done();
  });
}

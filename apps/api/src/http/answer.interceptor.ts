import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { etag, Json, type Answer } from './answer.js';

/** Writes an `Answer` to the wire; serves 304 when If-None-Match names what would be sent. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap(async (answer) => this.write(request, reply, answer)));
  }

  private write(request: FastifyRequest, reply: FastifyReply, { status, headers, body }: Answer): unknown {
    const bytes = headers['content-type'] !== undefined;
    const text = body instanceof Json ? body.text : body === undefined || bytes ? undefined : JSON.stringify(body);
    if (text !== undefined && headers['etag'] === undefined && request.method === 'GET')
      headers['etag'] = etag('w', text);
    void reply.headers(headers);
    if (status === 200 && request.method === 'GET' && matches(request.headers['if-none-match'], headers['etag'])) {
      void reply.status(304);
      return undefined;
    }
    void reply.status(status);
    if (text === undefined) return body;
    void reply.header('content-type', 'application/json; charset=utf-8');
    return text;
  }
}

/** RFC 9110 13.1.2: a weak comparison over a list, or `*`. */
function matches(header: string | undefined, current: string | undefined): boolean {
  if (header === undefined || current === undefined) return false;
  return header
    .split(',')
    .some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === current.replace(/^W\//, ''));
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Inject } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG, type Config } from '#config';
import { catalogue, problem, type ProblemCode } from '#problems';
import { answer, text, type Answer } from '../http/answer.js';
import { Calling, type Call } from '../http/call.js';
import { openapiDocument } from '../http/openapi.js';
import { Route } from '../http/route.js';
import { docsPage, problemPage } from './docs.pages.js';

const require = createRequire(import.meta.url);
const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const AssetParams = z.strictObject({ asset: z.enum(['swagger-ui.css', 'swagger-ui-bundle.js']) });
const CodeParams = z.strictObject({ code: z.string().max(100) });
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** The documentation, served by the service that it describes. */
@Controller()
export class DocsController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Route({
    method: 'GET',
    path: '/openapi.json',
    id: 'openapi',
    tag: 'Operations',
    summary: 'This document',
    permission: 'public',
    replies: { 200: z.record(z.string(), z.unknown()) },
  })
  openapi(): Answer {
    return answer(openapiDocument(this.config.publicBaseUrl));
  }

  @Route({
    method: 'GET',
    path: '/docs',
    id: 'docs',
    tag: 'Operations',
    summary: 'This document, readable',
    permission: 'public',
    replies: { 200: 'text/html' },
  })
  docs(): Answer {
    return text(docsPage(), 'text/html; charset=utf-8', { headers: { 'content-security-policy': PAGE_POLICY } });
  }

  @Route({
    method: 'GET',
    path: '/docs/:asset',
    id: 'docsAsset',
    tag: 'Operations',
    summary: 'Parts of the readable page',
    permission: 'public',
    params: AssetParams,
    replies: { 200: 'text/css' },
  })
  asset(@Calling() call: Call<{ params: z.output<typeof AssetParams> }>): Answer {
    const { asset } = call.params;
    const body = readFileSync(require.resolve(`swagger-ui-dist/${asset}`), 'utf8');
    return text(body, ASSETS[asset] ?? 'text/plain', { headers: { 'cache-control': 'public, max-age=86400' } });
  }

  @Route({
    method: 'GET',
    path: '/docs/start.js',
    id: 'docsStart',
    tag: 'Operations',
    summary: 'Starts the readable page',
    permission: 'public',
    replies: { 200: 'text/javascript' },
  })
  start(): Answer {
    const script = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, filter: true, defaultModelsExpandDepth: 0, docExpansion: 'none' });`;
    return text(script, 'text/javascript; charset=utf-8');
  }

  @Route({
    method: 'GET',
    path: '/problems/:code',
    id: 'problem',
    tag: 'Operations',
    summary: 'What a problem’s code means',
    permission: 'public',
    params: CodeParams,
    replies: { 200: 'text/html' },
  })
  problem(@Calling() call: Call<{ params: z.output<typeof CodeParams> }>): Answer {
    const { code } = call.params;
    if (!Object.hasOwn(catalogue, code)) throw problem('request.unknown-route');
    const [status, title] = catalogue[code as ProblemCode];
    return text(problemPage(code, status, title), 'text/html; charset=utf-8', {
      headers: { 'content-security-policy': PAGE_POLICY },
    });
  }
}

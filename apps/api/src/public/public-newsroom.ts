import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { FactCheckStore } from '#factchecks';
import { NewsroomStore } from '#newsroom';
import { problem } from '#problems';
import { pageHeaders, type Publisher } from '#publishing';
import { type Answer, text } from '../http/answer.js';

/** A reader is told of a correction within half a minute, whatever stands between. */
const CACHE = 'public, max-age=30, stale-while-revalidate=30';

/** Opens the one unit of work of a public request: in the newsroom that its address names, and for reading alone. */
@Injectable()
export class PublicNewsroom {
  constructor(
    private readonly database: Database,
    private readonly newsrooms: NewsroomStore,
    private readonly factChecks: FactCheckStore,
  ) {}

  /** Newsrooms that have published something, by name. */
  publishers(limit: number): Promise<Publisher[]> {
    return this.database.system('public-page', (tx) => this.factChecks.publishers(tx, limit));
  }

  async read<T>(slug: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const newsroom = await this.database.system('public-page', (tx) => this.newsrooms.bySlug(tx, slug));
    if (!newsroom) throw problem('newsroom.not-found');
    return this.database.read(newsroom.id, work);
  }
}

/** Bytes for the public: cached for a moment, with an ETag of their own, free to be read from any site. */
export function publicly(body: string, contentType: string, headers: Record<string, string> = {}): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return text(body, contentType, {
    headers: { 'cache-control': CACHE, etag, 'access-control-allow-origin': '*', ...headers },
  });
}

export function publicJson(body: unknown, contentType = 'application/json; charset=utf-8', headers = {}): Answer {
  return publicly(JSON.stringify(body), contentType, headers);
}

export function publicPage(body: string): Answer {
  return publicly(body, 'text/html; charset=utf-8', pageHeaders());
}

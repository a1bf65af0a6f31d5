import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import {
  articleReceived,
  articleRetried,
  articleSnapshot,
  ArticleStore,
  ArticleWorkStore,
  kindOf,
  sha256,
  textKey,
  urlKey,
  type Article,
  type ArticleKind,
  type ArticleRow,
  type Likeness,
  type NewArticle,
} from '#articles';
import type { Tx } from '#database';
import { record } from '#log';
import { Desks, type Actor } from '#newsroom';
import { problem } from '#problems';

/** Takes articles in. Reading them is the worker's. */
@Injectable()
export class Intake {
  constructor(
    private readonly articles: ArticleStore,
    private readonly work: ArticleWorkStore,
    private readonly desks: Desks,
  ) {}

  /** Stores the article, or finds the one that is there already (`known`), which then stays as it is. */
  async receive(tx: Tx, actor: Actor, given: NewArticle): Promise<{ article: Article; known: boolean }> {
    const kind = kindOf(given);
    if (!kind) throw problem('article.one-source');
    if (given.supersedes && !(await this.articles.byId(tx, given.supersedes))) throw supersedesUnknown();
    if (given.desk) await this.desks.assertOpen(tx, [given.desk], () => '/desk');
    const row = rowOf(actor, kind, given);
    const like = likenessOf(row);
    await this.articles.lockLikeness(tx, like);
    const there = await this.articles.same(tx, like);
    if (there) return { article: there, known: true };
    const article = await this.articles.insert(tx, row);
    const { id, version, externalRef } = article;
    await record(tx, articleReceived, { actor, subject: { id, version, externalRef }, data: articleSnapshot(article) });
    return { article, known: false };
  }

  /** A failed article from the beginning; what was fetched is not fetched again. */
  async retry(tx: Tx, actor: Actor, id: string): Promise<Article> {
    if (!(await this.articles.byId(tx, id))) throw problem('article.not-found');
    const article = await this.work.reset(tx, id);
    if (!article) throw problem('article.not-retryable');
    const { version, externalRef } = article;
    const data = { ...articleSnapshot(article), next: await this.work.next(tx, id) };
    await record(tx, articleRetried, { actor, subject: { id, version, externalRef }, data });
    return article;
  }
}

function supersedesUnknown() {
  const detail = 'is not the id of an article here';
  return problem('article.supersedes-unknown', { errors: [{ pointer: '/supersedes', code: 'unknown', detail }] });
}

function rowOf(actor: Actor, kind: ArticleKind, given: NewArticle): ArticleRow {
  const { text, html, ...facts } = given;
  const input = html === undefined ? null : Buffer.from(html);
  const bytes = input ?? (text === undefined ? null : Buffer.from(text));
  const digest = bytes && sha256(bytes);
  return {
    ...facts,
    id: uuidv7(),
    kind,
    urlKey: facts.url == null ? null : urlKey(facts.url),
    input,
    inputType: input && 'text/html; charset=utf-8',
    inputSha256: digest,
    text: text ?? null,
    textSha256: text === undefined ? null : digest,
    textKey: (text !== undefined && textKey(text)) || null,
    createdBy: { kind: actor.kind, id: actor.id, application: actor.application ?? null },
  };
}

function likenessOf(row: ArticleRow): Likeness {
  const { kind, inputSha256, textKey: key, urlKey: address } = row;
  const { externalRef = null, supersedes = null } = row;
  return { kind, inputSha256, textKey: key, urlKey: address, externalRef, supersedes };
}

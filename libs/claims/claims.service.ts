import { Injectable } from '@nestjs/common';
import { ArticleStore, type Article } from '#articles';
import type { Tx } from '#database';
import type { LogActor } from '#log';
import { Desks, Policies } from '#newsroom';
import { problem } from '#problems';
import { priorityNumber, sameWords } from './claims.rules.js';
import { ClaimStore, type DueByPolicy } from './claims.store.js';
import type { Claim, ClaimEdit, NewClaim, Span } from './claims.types.js';

/** Claims that people and outside extractors bring, and changes to how a claim is planned and worded. */
@Injectable()
export class Claims {
  constructor(
    private readonly store: ClaimStore,
    private readonly articles: ArticleStore,
    private readonly desks: Desks,
    private readonly policies: Policies,
  ) {}

  /**
   * A new claim, `proposed`. Spans into an article are checked against its stored text, whose language and desk it takes
   * over unless it has its own. 422 for a span outside the text or other words than it cuts out, or an unknown reference.
   */
  async propose(tx: Tx, actor: LogActor, proposed: NewClaim): Promise<Claim> {
    const given = { ...proposed, checkworthiness: fromSender(proposed.checkworthiness) };
    await this.assertToCome(tx, given.dueAt);
    if (given.desk) await this.desks.assertOpen(tx, [given.desk], () => '/desk');
    if (given.splitFrom && !(await this.store.byId(tx, given.splitFrom))) throw unknown('/splitFrom', 'claim');
    for (const [index, { articleId, spans }] of given.appearances.entries()) {
      if (articleId) await this.article(tx, articleId, spans ?? [], `/appearances/${index}`);
    }
    if (!given.articleId) {
      if ((given.spans ?? []).length > 0) throw unknown('/articleId', 'article');
      return this.store.insert(tx, actor, given);
    }
    const { article, slices } = await this.article(tx, given.articleId, given.spans ?? [], '');
    if (slices.length > 0 && !given.splitFrom && sameWords(slices.join(' ')) !== sameWords(given.text)) {
      const detail = `cut out “${slices.join(' … ').slice(0, 200)}”`;
      throw problem('claim.text-differs', { errors: [{ pointer: '/spans', code: 'claim.text-differs', detail }] });
    }
    const { articleId, spans } = given;
    const inArticle = { claimant: { kind: 'author' as const }, articleId, spans };
    return this.store.insert(tx, actor, {
      ...given,
      language: given.language ?? article.language,
      desk: given.desk === undefined ? await this.desks.openOrNone(tx, article.desk) : given.desk,
      appearances: given.appearances.length > 0 ? given.appearances : [inArticle],
    });
  }

  /** 404, 412, 409 while something public would change by it. */
  async edit(tx: Tx, actor: LogActor, id: string, seenVersion: number, edit: ClaimEdit): Promise<Claim> {
    const claim = await this.store.lock(tx, id);
    if (!claim) throw problem('claim.not-found');
    if (claim.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: claim.version } });
    await this.assertToCome(tx, edit.dueAt);
    if (edit.desk && edit.desk !== claim.desk) await this.desks.assertOpen(tx, [edit.desk], () => '/desk');
    const touchesPublic = edit.wording !== undefined || edit.appearances !== undefined;
    if (touchesPublic && claim.publication === 'live') throw problem('claim.live-wording');
    for (const [index, { articleId, spans }] of (edit.appearances ?? []).entries()) {
      if (articleId) await this.article(tx, articleId, spans ?? [], `/appearances/${index}`);
    }
    return this.store.edit(tx, actor, claim, edit, await this.dueByPolicy(tx, claim, edit));
  }

  /** Undefined where neither priority nor desk changes. */
  private async dueByPolicy(tx: Tx, claim: Claim, edit: ClaimEdit): Promise<DueByPolicy | undefined> {
    const { priority = claim.priority, desk = claim.desk } = edit;
    if (priority === claim.priority && desk === claim.desk) return undefined;
    const { dueHours, hoursCount } = await this.policies.current(tx, desk);
    const sooner = priorityNumber(priority) > priorityNumber(claim.priority);
    return { hours: dueHours[priority], atWork: hoursCount === 'at-work', sooner };
  }

  private async assertToCome(tx: Tx, dueAt: string | Date | null | undefined): Promise<void> {
    if (!dueAt || !(await this.store.isPast(tx, dueAt))) return;
    const errors = [{ pointer: '/dueAt', code: 'claim.due-time-past', detail: 'has passed already' }];
    throw problem('claim.due-time-past', { errors });
  }

  private async article(
    tx: Tx,
    id: string,
    spans: readonly Span[],
    base: string,
  ): Promise<{ article: Article; slices: string[] }> {
    const article = await this.articles.byId(tx, id);
    if (!article) throw unknown(`${base}/articleId`, 'article');
    if (spans.length === 0) return { article, slices: [] };
    const text = (await this.articles.text(tx, id))?.text;
    if (text === null || text === undefined) throw problem('article.text-not-ready');
    spans.forEach(({ start, end }, index) => {
      if (start < end && end <= text.length) return;
      const detail = `lies outside the ${text.length} units of the text`;
      const errors = [{ pointer: `${base}/spans/${index}`, code: 'claim.span-outside-text', detail }];
      throw problem('claim.span-outside-text', { errors });
    });
    return { article, slices: spans.map(({ start, end }) => text.slice(start, end)) };
  }
}

function fromSender(given: NewClaim['checkworthiness']): NewClaim['checkworthiness'] {
  return given && { ...given, origin: { kind: 'sender', model: null, builtInScore: null } };
}

function unknown(pointer: string, what: 'article' | 'claim') {
  const errors = [{ pointer, code: `${what}.not-found`, detail: `names no ${what} of this newsroom` }];
  return problem('request.unprocessable', { detail: `${pointer} names no ${what} of this newsroom.`, errors });
}

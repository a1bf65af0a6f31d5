import { Injectable } from '@nestjs/common';
import { ArticleStore } from '#articles';
import { type Appearance, AppearanceStore } from '#claims';
import type { Tx } from '#database';
import { EvidenceStore } from '#evidence';
import { bounds, PeopleStore, type RatingScale, RatingScales } from '#newsroom';
import { problem } from '#problems';
import { madeAt } from './claim-review.rules.js';
import type { ClaimToPublish, PolicyToPublish, VerdictToPublish, VoteToPublish } from './factchecks.types.js';
import type { PinnedAppearance, PinnedPerson, PinnedRating, VersionContent } from './version.types.js';

interface Given {
  claim: ClaimToPublish;
  verdict: VerdictToPublish;
  votes: readonly VoteToPublish[];
  /** Null: only looking. */
  policy: PolicyToPublish | null;
}

const LONGEST_TITLE = 110;

/** Gathers all that a version holds, as it is at this moment. */
@Injectable()
export class Materials {
  constructor(
    private readonly articles: ArticleStore,
    private readonly places: AppearanceStore,
    private readonly evidence: EvidenceStore,
    private readonly scales: RatingScales,
    private readonly people: PeopleStore,
  ) {}

  async gather(tx: Tx, { claim, verdict, votes, policy }: Given): Promise<VersionContent> {
    const appearances = await this.appearances(tx, claim.id);
    const [first] = madeAt(appearances);
    const named = await this.named(tx, policy, [...verdict.authors, ...votes.map(({ person }) => person)]);
    return {
      wording: claim.wording ?? claim.text,
      claimText: claim.text,
      language: claim.language ?? 'en',
      claimant: first?.claimant ?? { kind: 'unsourced', name: null, role: null },
      appearances,
      verdictId: verdict.id,
      origin: verdict.origin ?? null,
      rating: await this.rating(tx, verdict),
      summary: verdict.summary,
      explanation: verdict.explanation,
      evidence: await this.evidence.pin(tx, verdict.evidenceIds),
      policy: { ...policy },
      authors: verdict.authors.map(named),
      votes: votes.map(({ person, vote, reason, at }) => ({
        person: named(person),
        vote,
        reason: reason ?? null,
        at: at === undefined ? null : new Date(at).toISOString(),
      })),
    };
  }

  /** What a version rests on changes no more. */
  keep(tx: Tx, content: VersionContent): Promise<void> {
    return this.evidence.markPublished(
      tx,
      content.evidence.map(({ id }) => id),
    );
  }

  private async appearances(tx: Tx, claimId: string): Promise<PinnedAppearance[]> {
    const found = await this.places.of(tx, [claimId]);
    const pinned: PinnedAppearance[] = [];
    for (const each of found) pinned.push(await this.pinned(tx, each));
    return pinned;
  }

  /** An appearance in an article takes its address, title and day from it. */
  private async pinned(tx: Tx, appearance: Appearance): Promise<PinnedAppearance> {
    const article = appearance.articleId === null ? undefined : await this.articles.byId(tx, appearance.articleId);
    const { kind, name, role } = appearance.claimant;
    const url = appearance.url ?? article?.url ?? null;
    const title = article && (article.title ?? (url === null ? await this.firstLine(tx, article.id) : null));
    const saidAt = appearance.saidAt ?? article?.publishedAt ?? null;
    return {
      id: appearance.id,
      claimant: { kind, name: name ?? (kind === 'author' ? (article?.author ?? null) : null), role: role ?? null },
      stance: appearance.stance,
      saidAt: saidAt === null ? null : new Date(saidAt).toISOString(),
      wording: appearance.wording,
      url,
      title: title ?? null,
      publisher: article?.publisher ?? null,
      articleId: appearance.articleId,
    };
  }

  /** A text without title and address is known by how it begins. */
  private async firstLine(tx: Tx, articleId: string): Promise<string | null> {
    const text = (await this.articles.text(tx, articleId))?.text ?? '';
    const line = text.trim().split('\n', 1)[0]?.trim() ?? '';
    return line === '' ? null : line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE).trimEnd()}…` : line;
  }

  private async rating(tx: Tx, verdict: VerdictToPublish): Promise<PinnedRating> {
    const scale = await (verdict.scaleId ? this.scales.byId(tx, verdict.scaleId) : this.scales.current(tx));
    const rating = scale?.ratings.find(({ key }) => key === verdict.rating);
    if (!scale || !rating)
      throw problem('rating.unknown', `There is no rating "${verdict.rating}" on the scale any more.`);
    const { key, value, names, description } = rating;
    return { key, value, names, description: description ?? null, ...bounds(scale), scale: brief(scale) };
  }

  private async named(tx: Tx, policy: PolicyToPublish | null, ids: readonly string[]) {
    const names = policy?.namesInPublic ? await this.people.names(tx, ids) : new Map<string, string>();
    return (id: string): PinnedPerson => ({ id, name: names.get(id) ?? null });
  }
}

function brief({ id, version, name, ratings }: RatingScale): PinnedRating['scale'] {
  return {
    id,
    version,
    name,
    ratings: ratings.map((each) => ({ key: each.key, value: each.value, names: each.names })),
  };
}

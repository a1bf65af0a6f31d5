import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { entryOf, genesis, LogStore, type ClaimRowInChain } from '#log';
import { NewsroomStore } from '#newsroom';
import { problem } from '#problems';
import { RecordStore, ReviewStore } from '#reviews';
import { CaptureStore } from '#sources';
import { DOSSIER } from './dossier.rules.js';
import { FactCheckStore } from './factchecks.store.js';
import type { FactCheck, Version } from './version.types.js';

/** Everything that a published version can be defended with years later, in one document that proves itself. */
@Injectable()
export class Dossiers {
  constructor(
    private readonly store: FactCheckStore,
    private readonly records: RecordStore,
    private readonly reviews: ReviewStore,
    private readonly captures: CaptureStore,
    private readonly log: LogStore,
  ) {}

  /**
   * Of one version, with all that led to it and nothing that came after. Throws 404, and 409 `dossier.not-sealed` in the
   * moment before the row of its publication is sealed.
   */
  async of(tx: Tx, newsrooms: NewsroomStore, factCheckId: string, number: number) {
    const factCheck = await this.store.byId(tx, factCheckId);
    if (!factCheck) throw problem('factcheck.not-found');
    const version = await this.store.versionByNumber(tx, factCheckId, number);
    if (!version) throw problem('factcheck.version-not-found');
    const rows = upTo(await this.log.claimInChain(tx, factCheck.claimId), number);
    const { id, slug, name } = await newsrooms.byId(tx);
    return {
      format: DOSSIER,
      newsroom: { id, slug, name },
      factCheck: brief(factCheck),
      version,
      ...(await this.before(tx, factCheck.claimId, version)),
      captures: await this.captures.byIds(
        tx,
        version.content.evidence.flatMap(({ capture }) => capture?.id ?? []),
      ),
      log: rows.map((row) => rowOf(row, tx.newsroom)),
    };
  }

  /** Rounds, reviews, verdicts, votes and recusals of the time before it went out. */
  private async before(tx: Tx, claimId: string, { publishedAt, publishedBy }: Version) {
    const rounds = (await this.records.rounds(tx, claimId, publishedBy)).filter(
      (round) => round.openedAt <= publishedAt,
    );
    const closed = new Set(rounds.filter(({ status }) => status !== 'open').map((round) => round.number));
    const reviews = await this.reviews.readableBy(tx, claimId, null);
    const verdicts = await this.records.verdicts(tx, claimId);
    const recusals = await this.records.recusals(tx, claimId);
    return {
      rounds: rounds.filter((round) => closed.has(round.number)),
      reviews: reviews
        .filter((review) => closed.has(review.round) && review.submittedAt <= publishedAt)
        .map(({ personId, ...review }) => ({ ...review, person: personId })),
      verdicts: verdicts.filter(({ createdAt }) => createdAt <= publishedAt),
      recusals: recusals.filter(({ at }) => at <= publishedAt),
    };
  }
}

function brief({ id, claimId, slug, wording, language, firstPublishedAt }: FactCheck) {
  return { id, claimId, slug, wording, language, firstPublishedAt };
}

/** The claim's rows up to those of this version's publication. */
function upTo(rows: readonly ClaimRowInChain[], number: number): readonly ClaimRowInChain[] {
  const last = rows.findLastIndex(
    ({ type, data }) =>
      (type === 'factcheck.published' || type === 'factcheck.corrected') &&
      (data as { number: number }).number === number,
  );
  if (last < 0) throw problem('dossier.not-sealed', { headers: { 'retry-after': '1' } });
  return rows.slice(0, last + 1);
}

function rowOf(row: ClaimRowInChain, newsroom: string) {
  const { previous, hash, salt, personal } = row;
  return {
    previous: (previous ?? genesis(newsroom)).toString('hex'),
    hash: hash.toString('hex'),
    entry: entryOf(row),
    personal,
    salt: salt?.toString('hex') ?? null,
  };
}

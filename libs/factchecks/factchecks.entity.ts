import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { VersionContent } from './version.types.js';

const now = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;
const maybe = { type: 'timestamptz', precision: 3, nullable: true } as const;

@Entity('fact_check')
@Index('fact_check_of_claim', { synchronize: false })
@Index('fact_check_slug', { synchronize: false })
@Index('fact_check_by_update', { synchronize: false })
@Index('fact_check_by_publication', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'fact_check_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'fact_check_claim' })
@Check('fact_check_publication', `publication IN ('live', 'retracted')`)
@Check('fact_check_retraction', `(publication = 'retracted') = (retraction_reason IS NOT NULL)`)
@Check('fact_check_slug_length', `length(slug) BETWEEN 1 AND 120`)
export class FactCheckEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fact_check_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fact_check_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('text') slug!: string;
  @Column('text') publication!: 'live' | 'retracted';
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('integer') number!: number;
  @Column('text') ratingKey!: string;
  @Column('text') wording!: string;
  @Column('text') language!: string;
  @Column(now) firstPublishedAt!: Date;
  @Column(now) updatedAt!: Date;
  @Column(maybe) retractedAt!: Date | null;
  @Column('text', { nullable: true }) retractionReason!: string | null;
  @Column('integer', { default: 1 }) version!: number;
}

@Entity('fact_check_version')
@Index('fact_check_version_numbered', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'fact_check_version_newsroom_fkey' })
@ForeignKey('fact_check', ['newsroom', 'factCheckId'], ['newsroom', 'id'], { name: 'fact_check_version_fact_check' })
@Check('fact_check_version_number', `number >= 1`)
@Check(
  'fact_check_version_correction',
  `(correction_type IS NULL) = (correction_notice IS NULL) AND correction_type IN ('rating', 'fact', 'wording', 'update')`,
)
export class FactCheckVersionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fact_check_version_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fact_check_version_pk' }) id!: string;
  @Column('uuid') factCheckId!: string;
  @Column('uuid') claimId!: string;
  @Column('integer') number!: number;
  @Column(now) publishedAt!: Date;
  @Column('uuid', { nullable: true }) publishedBy!: string | null;
  @Column('text') ratingKey!: string;
  @Column('text', { nullable: true }) correctionType!: string | null;
  @Column('text', { nullable: true }) correctionNotice!: string | null;
  @Column('jsonb') content!: VersionContent;
}

@Entity('correction')
@Index('correction_by_time', { synchronize: false })
@Index('correction_of_fact_check', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'correction_newsroom_fkey' })
@ForeignKey('fact_check', ['newsroom', 'factCheckId'], ['newsroom', 'id'], { name: 'correction_fact_check' })
@Check('correction_type', `type IN ('rating', 'fact', 'wording', 'update', 'retraction')`)
export class CorrectionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'correction_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'correction_pk' }) id!: string;
  @Column('uuid') factCheckId!: string;
  @Column('integer') number!: number;
  @Column('integer', { nullable: true }) previousNumber!: number | null;
  @Column('text') type!: string;
  @Column('text') notice!: string;
  @Column('text', { nullable: true }) fromRating!: string | null;
  @Column('text', { nullable: true }) toRating!: string | null;
  @Column(now) at!: Date;
}

@Entity('recheck')
@Index('recheck_by_time', { synchronize: false })
@Index('recheck_by_state', { synchronize: false })
@Index('recheck_of_claim', { synchronize: false })
@Index('recheck_once', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'recheck_newsroom_fkey' })
@ForeignKey('fact_check', ['newsroom', 'factCheckId'], ['newsroom', 'id'], { name: 'recheck_fact_check' })
@ForeignKey('source', ['newsroom', 'sourceId'], ['newsroom', 'id'], { name: 'recheck_source' })
@ForeignKey('evidence', ['newsroom', 'evidenceId'], ['newsroom', 'id'], { name: 'recheck_evidence' })
@Check(
  'recheck_cause',
  `cause IN ('quote-altered', 'quote-missing', 'source-gone', 'evidence-withdrawn', 'by-hand', 'reply-received')`,
)
@Check('recheck_state', `state IN ('open', 'resolved')`)
@Check('recheck_end', `(state = 'resolved') = (resolution IS NOT NULL AND resolved_at IS NOT NULL)`)
@Check('recheck_resolution', `resolution IN ('upheld', 'republished', 'retracted', 'no-change-needed')`)
export class RecheckEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'recheck_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'recheck_pk' }) id!: string;
  @Column('uuid') factCheckId!: string;
  @Column('uuid') claimId!: string;
  @Column('integer') number!: number;
  @Column('text') cause!: string;
  @Column('uuid', { nullable: true }) sourceId!: string | null;
  @Column('uuid', { nullable: true }) evidenceId!: string | null;
  @Column('uuid', { nullable: true }) fromCaptureId!: string | null;
  @Column('uuid', { nullable: true }) toCaptureId!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('text', { default: 'open' }) state!: 'open' | 'resolved';
  @Column('boolean') openedReview!: boolean;
  @Column(now) openedAt!: Date;
  @Column('text', { nullable: true }) resolution!: string | null;
  @Column('text', { nullable: true }) resolutionReason!: string | null;
  @Column(maybe) resolvedAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
}
